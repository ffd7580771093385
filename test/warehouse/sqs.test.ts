/** The loader on a queue of SQS: a message is gone when its objects are stored, and not before. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { openMemoryDatabase } from "../../examples/warehouse/database/pglite-database.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { createSqsQueue } from "../../examples/warehouse/queue/sqs-queue.ts";
import { workQueue, type MessageQueue } from "../../examples/warehouse/queue/work-queue.ts";
import { createS3Source } from "../../examples/warehouse/sources/s3-source.ts";
import type { BucketSource } from "../../examples/warehouse/sources/object-source.ts";
import { createBucket, createTestClient, startFauxqs } from "../support/s3-servers.ts";
import { BUCKET, buildKey, buildLine } from "../support/test-bucket.ts";
import { buildNotification } from "./test-messages.ts";

const COMMAND = fileURLToPath(new URL("../../examples/warehouse/commands/warehouse.ts", import.meta.url));

interface TestAws {
  readonly endpoint: string;
  readonly queueUrl: string;
  readonly queue: MessageQueue;
  readonly source: BucketSource;
  /** Puts an object, and tells the queue as S3 does. */
  announce(name: string, text: string): Promise<void>;
}

/** A message that was received and not removed comes again after a second. */
async function startAws(): Promise<TestAws> {
  const server = await startFauxqs();
  const s3 = createTestClient(server);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const sqs = new SQSClient({
    endpoint: server.endpoint,
    region: "us-east-1",
    credentials,
    useQueueUrlAsEndpoint: false,
  });
  onTestFinished(async () => {
    s3.destroy();
    sqs.destroy();
    await server.stop();
  });
  await createBucket(s3);
  const Attributes = { VisibilityTimeout: "1" };
  await sqs.send(new CreateQueueCommand({ QueueName: "new-objects", Attributes }));
  const queueUrl = `${server.endpoint}/000000000000/new-objects`;
  const source = createS3Source({ client: s3, bucket: BUCKET });
  return {
    endpoint: server.endpoint,
    queueUrl,
    queue: createSqsQueue(queueUrl, sqs, 1),
    source,
    async announce(name, text) {
      const key = buildKey(name);
      await source.create(key, text);
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: buildNotification(key) }));
    },
  };
}

async function openDatabase(): Promise<Database> {
  const database = await openMemoryDatabase();
  onTestFinished(() => database.close());
  await ensureSchema(database);
  return database;
}

test(
  "a loader that dies between commit and removal leaves its messages, and nothing is stored twice",
  { timeout: 60_000 },
  async () => {
    const { queue, source, announce } = await startAws();
    for (let index = 0; index < 25; index += 1) await announce(`${String(index)}.ndjson`, buildLine());
    const database = await openDatabase();
    const dying: MessageQueue = { ...queue, remove: () => Promise.reject(new Error("killed")) };
    const options = { source, database, bucket: BUCKET };
    await expect(workQueue({ ...options, queue: dying })).rejects.toThrow("killed");

    const counts = { messages: 0, stored: 0 };
    await vi.waitFor(
      async () => {
        const { messages, stored } = await workQueue({ ...options, queue });
        counts.messages += messages;
        counts.stored += stored;
        expect(counts.messages).toBeGreaterThanOrEqual(25);
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(await database.query("select count(*) as rows from clickstream_events")).toEqual([{ rows: 25 }]);
    expect(counts.stored).toBeLessThan(25);
    expect(await queue.receive()).toEqual([]);
  },
);

test("the command works through a queue", { timeout: 120_000 }, async () => {
  const { endpoint, queueUrl, queue, announce } = await startAws();
  await announce("a.ndjson", buildLine());
  await announce("b.ndjson.gz", [buildLine(), "broken"].join("\n"));
  const cwd = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(cwd, { recursive: true }));
  // Not `spawnSync`: the server answers in this process.
  const child = spawn(process.execPath, [COMMAND, "--queue", queueUrl], {
    cwd,
    env: {
      ...process.env,
      DATABASE_URL: "",
      RAW_BUCKET_NAME: BUCKET,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const [code] = (await once(child, "close")) as [number | null];
  expect(output).toContain("2 objects read, 2 rows stored");
  expect(output).toContain("Is anything missing?");
  expect(code).toBe(0);
  expect(await queue.receive()).toEqual([]);
});
