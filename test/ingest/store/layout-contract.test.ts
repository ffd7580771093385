/** What every layout promises on each of its stores: the same events are stored, whatever the objects look like. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHandler, type HttpHandler } from "../../../examples/ingest-lambda/src/handler.ts";
import { readStore } from "../../../examples/ingest-lambda/src/settings.ts";
import { chooseStore } from "../../../examples/demo/storage/choose-store.ts";
import type { Ack } from "../../../src/wire.ts";
import { createStream, readAll, STREAM_NAME } from "./firehose-server.ts";
import {
  BUCKET,
  createBucket,
  createTestClient,
  hasMoto,
  startFauxqs,
  startMoto,
  type S3Server,
} from "../../support/s3-servers.ts";
import { decodeObject } from "../../../examples/warehouse/sources/object-text.ts";
import { buildEvent, buildEventId, buildHttpEvent, parseStored, type StoredEvent } from "../../support/test-ingest.ts";

const MOTO = hasMoto();

interface Subject {
  readonly handler: HttpHandler;
  /** Every object that is stored, by its key. */
  objects(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

async function openFolder(layout: string): Promise<Subject> {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  const { store, where } = chooseStore({ STORAGE_LAYOUT: layout }, root);
  return {
    handler: createHandler({ store, log: () => undefined }),
    async objects() {
      const entries = await readdir(where, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      const read = files.map(
        async (file) => [file.slice(where.length + 1), await decodeObject(await readFile(file))] as const,
      );
      return new Map(await Promise.all(read));
    },
    close: () => rm(root, { recursive: true }),
  };
}

async function openAws(layout: string, start: () => Promise<S3Server>): Promise<Subject> {
  const { endpoint, stop } = await start();
  const client = createTestClient({ endpoint });
  await createBucket(client);
  if (layout === "firehose") await createStream(endpoint);
  const store = readStore({
    STORAGE_LAYOUT: layout,
    RAW_BUCKET_NAME: BUCKET,
    FIREHOSE_STREAM_NAME: STREAM_NAME,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_FIREHOSE: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  return {
    handler: createHandler({ store, log: () => undefined }),
    objects: () => readAll(client),
    close: stop,
  };
}

const EVENT_KEY = /^events\/\d{4}\/\d\d\/\d\d\/event-[0-9a-f-]{36}\.json$/;
const BATCH_KEY = /^events\/\d{4}\/\d\d\/\d\d\/batch-[0-9a-f]{32}\.ndjson\.gz$/;
/** Firehose names its files itself. */
const FIREHOSE_KEY = /^events\//;

const S3 = [
  { name: "a folder", isThere: true, open: openFolder },
  { name: "fauxqs", isThere: true, open: (layout: string) => openAws(layout, startFauxqs) },
  { name: "moto", isThere: MOTO, open: (layout: string) => openAws(layout, () => startMoto()) },
];
const SUBJECTS = [
  ...S3.map((where) => ({ ...where, layout: "event", keyForm: EVENT_KEY, isOnce: true })),
  ...S3.map((where) => ({ ...where, layout: "batch", keyForm: BATCH_KEY, isOnce: true })),
  ...S3.filter(({ name }) => name === "moto").map((where) => ({
    ...where,
    layout: "firehose",
    keyForm: FIREHOSE_KEY,
    isOnce: false,
  })),
];

describe.each(SUBJECTS)("$layout in $name", ({ layout, isThere, open, keyForm, isOnce }) => {
  describe.skipIf(!isThere)("", () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await open(layout);
    }, 30_000);
    afterAll(() => subject.close());

    async function send(events: readonly object[]): Promise<Ack> {
      const { body = "" } = await subject.handler(buildHttpEvent({ body: { batch_id: "b1", events } }));
      return JSON.parse(body) as Ack;
    }
    async function stored(ids: readonly unknown[]): Promise<readonly StoredEvent[]> {
      const lines = [...(await subject.objects()).values()].flatMap((body) => body.trimEnd().split("\n"));
      return lines.map(parseStored).filter(({ event_id }) => ids.includes(event_id));
    }
    const now = (): string => buildEventId(new Date().toISOString());

    test("stores each event of a batch once, whole, under keys of one form", async () => {
      const events = Array.from({ length: 20 }, (_, at) =>
        buildEvent({ event_id: now(), page_title: `ä <${String(at)}>` }),
      );
      const ids = events.map(({ event_id }) => event_id);

      const ack = await send(events);

      expect(ack).toMatchObject({ ok: true, stored: 20, duplicate: 0, retry: [] });
      const found = await stored(ids);
      expect(found.map(({ event_id, page_title }) => [event_id, page_title]).sort()).toEqual(
        events.map(({ event_id, page_title }) => [event_id, page_title]).sort(),
      );
      const keys = [...(await subject.objects()).keys()];
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) expect(key).toMatch(keyForm);
    });

    test("stores the first of two events with the same id in one batch", async () => {
      const event_id = now();

      await send([buildEvent({ event_id, page_title: "first" }), buildEvent({ event_id, page_title: "second" })]);

      expect(await stored([event_id])).toMatchObject([{ page_title: "first" }]);
    });

    test.skipIf(!isOnce)("stores a batch once that comes five times at once", async () => {
      const events = Array.from({ length: 5 }, () => buildEvent({ event_id: now() }));

      const acks = await Promise.all(Array.from({ length: 5 }, () => send(events)));

      expect(acks.reduce((sum, ack) => sum + ack.stored, 0)).toBe(5);
      expect(acks.reduce((sum, ack) => sum + ack.duplicate, 0)).toBe(20);
      expect(await stored(events.map(({ event_id }) => event_id))).toHaveLength(5);
    });
  });
});

test("a folder has no Firehose, and says so", () => {
  expect(() => chooseStore({ STORAGE_LAYOUT: "firehose" }, "root")).toThrow("STORAGE_LAYOUT=firehose");
});
