/** What every store promises: a folder, fauxqs and, where it is installed, moto. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAwsSender } from "../../../examples/ingest-lambda/src/store/aws-request.ts";
import type { ObjectStore } from "../../../examples/ingest-lambda/src/store/object-store.ts";
import { buildBucketUrl, createS3Store } from "../../../examples/ingest-lambda/src/store/s3-store.ts";
import { createFolderStore } from "../../../examples/demo/storage/folder-store.ts";
import {
  BUCKET,
  createBucket,
  createTestClient,
  hasMoto,
  listKeys,
  readObject,
  startFauxqs,
  startMoto,
  type S3Server,
} from "../../support/s3-servers.ts";

const MOTO = hasMoto();
if (!MOTO) console.warn("LEFT OUT: the store contract against moto_server. It needs: pip install 'moto[server]'");

/** Longer than any healthy server on this machine takes. */
const PUT_MS = 10_000;

interface TestStoreOptions {
  readonly bucket?: string;
  readonly accessKeyId?: string;
}

function createTestStore(
  endpoint: string,
  { bucket = BUCKET, accessKeyId = "test" }: TestStoreOptions = {},
): ObjectStore {
  const region = "us-east-1";
  const identity = { accessKeyId, secretAccessKey: "test", sessionToken: undefined, region };
  return createS3Store(createAwsSender(identity, "s3"), buildBucketUrl(bucket, region, endpoint));
}

/** A store, and what is in it. */
interface Subject {
  readonly store: ObjectStore;
  /** The same kind of store, whose bucket does not exist. */
  readonly withoutBucket: ObjectStore;
  read(key: string): Promise<string | undefined>;
  list(): Promise<readonly (string | undefined)[]>;
  close(): Promise<void>;
}

async function openFolder(): Promise<Subject> {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  await writeFile(join(root, "a-file"), "");
  return {
    store: createFolderStore(root, BUCKET),
    withoutBucket: createFolderStore(root, "a-file"),
    read: (key) => readFile(join(root, BUCKET, key), "utf8"),
    async list() {
      const entries = await readdir(join(root, BUCKET), { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return files.map(({ parentPath, name }) => join(parentPath, name).slice(join(root, BUCKET, "/").length));
    },
    close: () => rm(root, { recursive: true }),
  };
}

async function openS3(start: () => Promise<S3Server>): Promise<Subject> {
  const { endpoint, stop } = await start();
  const client = createTestClient({ endpoint });
  await createBucket(client);
  return {
    store: createTestStore(endpoint),
    withoutBucket: createTestStore(endpoint, { bucket: "no-such-bucket" }),
    read: (key) => readObject(client, key),
    list: () => listKeys(client),
    close: stop,
  };
}

describe.each([
  { name: "a folder", isThere: true, open: openFolder },
  { name: "fauxqs", isThere: true, open: () => openS3(startFauxqs) },
  { name: "moto", isThere: MOTO, open: () => openS3(startMoto) },
])("$name", ({ isThere, open }) => {
  describe.skipIf(!isThere)("", () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await open();
    }, 30_000);
    afterAll(() => subject.close());

    test("stores what is put", async () => {
      expect(await subject.store.put("events/2026/11/24/event-1.json", '{"ä":1}', PUT_MS)).toEqual({ kind: "stored" });
      expect(await subject.read("events/2026/11/24/event-1.json")).toBe('{"ä":1}');
    });

    test("keeps the first of two and says that the second is a duplicate", async () => {
      await subject.store.put("events/2026/11/24/event-2.json", "first", PUT_MS);

      expect(await subject.store.put("events/2026/11/24/event-2.json", "second", PUT_MS)).toEqual({
        kind: "duplicate",
      });
      expect(await subject.read("events/2026/11/24/event-2.json")).toBe("first");
    });

    test("lets exactly one of 20 writers at once store", async () => {
      const bodies = Array.from({ length: 20 }, (_, at) => `writer ${String(at)}`);

      const outcomes = await Promise.all(
        bodies.map((body) => subject.store.put("events/2026/11/24/event-3.json", body, PUT_MS)),
      );

      const winner = outcomes.findIndex(({ kind }) => kind === "stored");
      expect(outcomes.filter(({ kind }) => kind === "duplicate")).toHaveLength(19);
      expect(await subject.read("events/2026/11/24/event-3.json")).toBe(bodies[winner]);
    });

    test("says that an operator has to fix it when the bucket does not exist", async () => {
      expect(await subject.withoutBucket.put("events/2026/11/24/event-4.json", "{}", PUT_MS)).toMatchObject({
        kind: "misconfigured",
      });
    });

    test("leaves nothing behind except the events", async () => {
      const keys = await subject.list();

      expect([...keys].sort()).toEqual([1, 2, 3].map((at) => `events/2026/11/24/event-${String(at)}.json`));
    });
  });
});

describe.each([
  { name: "fauxqs", isThere: true, start: startFauxqs },
  { name: "moto", isThere: MOTO, start: () => startMoto() },
])("an S3 server ($name)", ({ isThere, start }) => {
  test.skipIf(!isThere)(
    "answers 412 to a second create, without which this suite would prove nothing",
    async () => {
      const { endpoint, stop } = await start();
      const client = createTestClient({ endpoint });
      await createBucket(client);
      const create = new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "{}", IfNoneMatch: "*" });

      await client.send(create);
      const again = client.send(create);

      await expect(again).rejects.toMatchObject({ name: "PreconditionFailed", $metadata: { httpStatusCode: 412 } });
      await stop();
    },
    30_000,
  );

  test.skipIf(!isThere)(
    "that stops half way loses no event: the rest is to be sent again",
    async () => {
      const { endpoint, stop } = await start();
      const client = createTestClient({ endpoint });
      await createBucket(client);
      const store = createTestStore(endpoint);

      const before = await store.put("events/1.json", "{}", PUT_MS);
      await stop();
      const after = await store.put("events/2.json", "{}", PUT_MS);

      expect([before.kind, after.kind]).toEqual(["stored", "retry"]);
    },
    30_000,
  );
});

test.skipIf(!MOTO)(
  "wrong credentials are for an operator to fix",
  async () => {
    const { endpoint, stop } = await startMoto(1);
    await createBucket(createTestClient({ endpoint }));
    const store = createTestStore(endpoint, { accessKeyId: "wrong" });

    expect(await store.put("events/1.json", "{}", PUT_MS)).toEqual({
      kind: "misconfigured",
      code: "InvalidAccessKeyId",
    });
    await stop();
  },
  30_000,
);

test("an answer that is lost after the event was stored does not store it twice", async () => {
  const server = await startFauxqs();
  const client = createTestClient(server);
  await createBucket(client);
  server.loseNextAnswer();

  const outcome = await createTestStore(server.endpoint).put("events/1.json", "{}", PUT_MS);

  expect(outcome).toEqual({ kind: "duplicate" });
  expect(await listKeys(client)).toEqual(["events/1.json"]);
  await server.stop();
});

describe("a server that", () => {
  async function putTo(behaviour: RequestListener): Promise<unknown> {
    const server = createServer(behaviour).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const store = createTestStore(`http://127.0.0.1:${String(port)}`);

    const outcome = await store.put("events/1.json", "{}", 2_000);

    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return outcome;
  }

  test.each<readonly [string, RequestListener, object]>([
    ["never answers", () => undefined, { kind: "retry", code: "TimeoutError" }],
    [
      "begins to answer and never ends",
      (_request, response) => response.writeHead(500).write("<Error>"),
      { kind: "retry", code: "TimeoutError" },
    ],
    ["closes every connection", (request) => request.destroy(), { kind: "retry", code: "ECONNRESET" }],
    [
      "is under load",
      (_request, response) => response.writeHead(503).end("<Error><Code>SlowDown</Code></Error>"),
      { kind: "busy", code: "SlowDown" },
    ],
  ])(
    "%s: the event is to be sent again, and the answer comes in time",
    async (_name, behaviour, expected) => {
      expect(await putTo(behaviour)).toEqual(expected);
    },
    10_000,
  );
});
