/** The Lambda function: reads its environment once and handles each request of `POST /clickstream`. */
import type { EventStore } from "./event-store.ts";
import { createHandler } from "./handler.ts";
import { parseAllowedOrigins } from "./origin.ts";
import { createS3Client, createS3Store } from "./s3-store.ts";

const { RAW_BUCKET_NAME, AWS_ENDPOINT_URL_S3, ALLOWED_ORIGINS } = process.env;

/** Without a bucket every request is answered 503, so that pages keep their events, and the log names what is missing. */
const unconfigured: EventStore = {
  put: () => Promise.resolve({ kind: "misconfigured", code: "raw_bucket_name_missing" }),
};

export const handler = createHandler({
  store: RAW_BUCKET_NAME
    ? createS3Store({ client: createS3Client(AWS_ENDPOINT_URL_S3), bucket: RAW_BUCKET_NAME })
    : unconfigured,
  allowedOrigins: parseAllowedOrigins(ALLOWED_ORIGINS),
});
