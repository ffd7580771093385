/** Where the local ingest stores events. */
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { chooseStore, type ChosenStore } from "../../../examples/demo/storage/choose-store.ts";
import { createHandler } from "../../../examples/ingest-lambda/src/handler.ts";
import { startTestGateway } from "../../support/test-gateway.ts";

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

test("one object for each batch in a folder, where the layout says so", async () => {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const events = await storeTwo(chooseStore({}, join(root, "event")));
  const batches = await storeTwo(chooseStore({ STORAGE_LAYOUT: "batch" }, join(root, "batch")));

  expect([events, batches]).toEqual([2, 1]);
});

test("nowhere in a folder for a layout that only AWS has, or that there is not", () => {
  for (const STORAGE_LAYOUT of ["firehose", "toString"]) {
    expect(() => chooseStore({ STORAGE_LAYOUT }, "root")).toThrow(
      `A folder has the layouts event and batch, not STORAGE_LAYOUT=${STORAGE_LAYOUT}.`,
    );
  }
});

/** Sends a batch of two events through the ingest, and returns the number of objects. */
async function storeTwo({ store, where }: ChosenStore): Promise<number> {
  const handler = createHandler({ store, log: () => undefined });
  const gateway = await startTestGateway({ handler });
  const events = ["a", "b"].map((event_name) => ({ event_name, event_id: randomUUID() }));
  const answer = await gateway.post(JSON.stringify({ batch_id: "batch-1", events }));
  expect(await answer.json()).toMatchObject({ stored: 2 });
  const paths = await readdir(join(where, "events"), { recursive: true, withFileTypes: true });
  return paths.filter((path) => path.isFile()).length;
}
