/** The same function with `aws4fetch` in place of its own S3 store: for comparison only. */
import { AwsClient } from "aws4fetch";
import { createHandler } from "../../../../examples/ingest-lambda/src/handler.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../../../examples/ingest-lambda/src/store/layout.ts";
import { createLogReport, createMetricReport } from "../../../../examples/ingest-lambda/src/answer/telemetry.ts";

const {
  AWS_ACCESS_KEY_ID = "",
  AWS_SECRET_ACCESS_KEY = "",
  AWS_ENDPOINT_URL_S3 = "",
  RAW_BUCKET_NAME = "",
} = process.env;
const client = new AwsClient({
  accessKeyId: AWS_ACCESS_KEY_ID,
  secretAccessKey: AWS_SECRET_ACCESS_KEY,
  service: "s3",
  region: "us-east-1",
});
const reports = [createLogReport(), createMetricReport()];

export const handler = createHandler({
  store: createLaidOutStore(
    {
      async put(key, body, timeoutMs) {
        const { ok, status } = await client.fetch(`${AWS_ENDPOINT_URL_S3}/${RAW_BUCKET_NAME}/${key}`, {
          method: "PUT",
          body,
          headers: { "content-type": "application/json", "if-none-match": "*" },
          signal: AbortSignal.timeout(timeoutMs),
        });
        return ok ? { kind: "stored" } : { kind: "retry", code: String(status) };
      },
    },
    oneObjectAnEvent,
  ),
  log: (entry) => reports.forEach((report) => report(entry)),
});
