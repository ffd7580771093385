/** Where events go on this machine. */
import { expect, test } from "vitest";
import { chooseStore } from "../../../examples/demo/storage/choose-store.ts";

test("into a folder named like the bucket, when nobody names a server", () => {
  expect(chooseStore({}, "root")).toMatchObject({ kind: "folder", where: "root/clickstream-s3-ingest" });
  expect(chooseStore({ RAW_BUCKET_NAME: "mine", AWS_ENDPOINT_URL_S3: "" }, "root")).toMatchObject({
    kind: "folder",
    where: "root/mine",
  });
});

test("to the S3 server that the AWS SDK's own variable names", () => {
  expect(chooseStore({ AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9000", AWS_REGION: "us-east-1" })).toMatchObject({
    kind: "s3",
    where: "s3://clickstream-s3-ingest at http://127.0.0.1:9000",
  });
});
