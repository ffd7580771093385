/** Keeps events in an S3 bucket, each under a key that is written once. */
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { EventStore, PutOutcome } from "./event-store.ts";

/** With the client's own retries. A page waits 10 s for an answer. */
export const PUT_TIMEOUT_MS = 3_000;

interface S3StoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** @default 3000 */
  readonly timeoutMs?: number;
}

export function createS3Store({ client, bucket, timeoutMs = PUT_TIMEOUT_MS }: S3StoreOptions): EventStore {
  return {
    async put(key, body) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: "application/json",
        // Create if absent: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        IfNoneMatch: "*",
      });
      try {
        await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
        return { kind: "stored" };
      } catch (error) {
        return judgeFailure(error);
      }
    },
  };
}

/** Servers at an address of one's own know no bucket by its host name, so the bucket goes into the path. */
export function createS3Client(endpoint: string | undefined): S3Client {
  return new S3Client(endpoint === undefined ? {} : { endpoint, forcePathStyle: true });
}

/** What a failed put means. An answer without a status never came: the network, or the time that ran out. */
export function judgeFailure(error: unknown): PutOutcome {
  const { name, status } = readFailure(error);
  if (status === 412) return { kind: "duplicate" };
  if (name === "CredentialsProviderError") return { kind: "misconfigured", code: name };
  if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500) {
    return { kind: "retry", code: name };
  }
  return { kind: "misconfigured", code: name };
}

function readFailure(error: unknown): { readonly name: string; readonly status: number | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, status: undefined };
  const { name, $metadata }: Error & { readonly $metadata?: { readonly httpStatusCode?: number } } = error;
  return { name, status: $metadata?.httpStatusCode };
}
