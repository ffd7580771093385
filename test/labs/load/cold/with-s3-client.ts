/** The same function with the AWS SDK's whole S3 client in place of its own S3 store: for comparison only. */
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createHandler } from "../../../../examples/ingest-lambda/src/handler.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../../../examples/ingest-lambda/src/store/layout.ts";
import { createLogReport, createMetricReport } from "../../../../examples/ingest-lambda/src/answer/telemetry.ts";

const { AWS_ENDPOINT_URL_S3 = "", RAW_BUCKET_NAME = "" } = process.env;
const client = new S3Client({ endpoint: AWS_ENDPOINT_URL_S3, forcePathStyle: true });
const reports = [createLogReport(), createMetricReport()];

export const handler = createHandler({
  store: createLaidOutStore(
    {
      async put(key, body, timeoutMs) {
        const object = {
          Bucket: RAW_BUCKET_NAME,
          Key: key,
          Body: body,
          ContentType: "application/json",
          IfNoneMatch: "*",
        };
        await client.send(new PutObjectCommand(object), { abortSignal: AbortSignal.timeout(timeoutMs) });
        return { kind: "stored" };
      },
    },
    oneObjectAnEvent,
  ),
  log: (entry) => reports.forEach((report) => report(entry)),
});
