/** Stores objects in an S3 bucket. No key is written twice. */
import { judgeAwsError, readErrorCode } from "./aws-error.ts";
import type { AwsAnswer, SendToAws } from "./aws-request.ts";
import type { PutOutcome } from "./event-store.ts";
import type { ObjectStore } from "./object-store.ts";

export function createS3Store(send: SendToAws, bucketUrl: string): ObjectStore {
  return {
    async put(key, body, timeoutMs) {
      // Compressed, and not so declared by `content-encoding`: some clients would hand readers the plain text, others not.
      const contentType = key.endsWith(".gz") ? "application/gzip" : "application/json";
      // Create if absent: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
      const headers = { "content-type": contentType, "if-none-match": "*" };
      return judgeS3Answer(await send({ method: "PUT", url: `${bucketUrl}/${key}`, headers, body }, timeoutMs));
    },
  };
}

/** With an `endpoint` of one's own the bucket is part of the path, since such servers have no host for each bucket. */
export function buildBucketUrl(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint) return `${endpoint.replace(/\/$/, "")}/${bucket}`;
  const host = `s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  // A dot in the bucket's name would make a host that AWS's certificate does not cover.
  return bucket.includes(".") ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

export function judgeS3Answer(answer: AwsAnswer): PutOutcome {
  if (answer.kind === "unanswered") return { kind: "retry", code: answer.code };
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { kind: "stored" };
  if (status === 412) return { kind: "duplicate" };
  const code = readErrorCode(status, body);
  return { kind: judgeAwsError(status, code), code };
}
