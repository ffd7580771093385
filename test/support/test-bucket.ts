/** A bucket in a folder of its own, filled as the ingest fills it: by the real handler, or by hand. */
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Batch, WireEvent } from "../../src/wire.ts";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../examples/ingest-lambda/src/store/layout.ts";
import { mintUuid, printUuid } from "../../examples/ingest-lambda/src/event/uuid.ts";
import { createFolderStore } from "../../examples/demo/storage/folder-store.ts";
import { createFolderSource } from "../../examples/warehouse/sources/folder-source.ts";
import type { BucketSource } from "../../examples/warehouse/sources/object-source.ts";
import { buildHttpEvent } from "./test-ingest.ts";

export const BUCKET = "clickstream-s3-ingest";

export interface TestBucket {
  /** Holds `events`. */
  readonly folder: string;
  readonly source: BucketSource;
  /** Through the ingest, by the clock of now. */
  send(...batches: readonly TestBatch[]): Promise<void>;
  /** As it is. */
  put(key: string, text: string, modifiedAt?: Date): Promise<void>;
}

/** It is removed when the test ends. */
export async function createTestBucket(): Promise<TestBucket> {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, BUCKET);
  const handler = createHandler({
    store: createLaidOutStore(createFolderStore(root, BUCKET), oneObjectAnEvent),
    log: () => undefined,
  });
  return {
    folder,
    source: createFolderSource(folder),
    async send(...batches) {
      for (const body of batches) {
        const { statusCode } = await handler(buildHttpEvent({ body }));
        if (statusCode !== 200) throw new Error(`The ingest answered ${String(statusCode)}.`);
      }
    },
    async put(key, text, modifiedAt) {
      const path = join(folder, key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      if (modifiedAt) await utimes(path, modifiedAt, modifiedAt);
    },
  };
}

/** Any fields with any values: a bucket has what nobody thought of. */
type Fields = Readonly<Partial<Record<keyof WireEvent, unknown>> & Record<string, unknown>>;

export type TestBatch = Pick<Batch, "batch_id" | "sent_at" | "stream"> & { readonly events: readonly Fields[] };

/** The events of one page load, counted 1, 2, 3 ..., as one batch. `at` is when the first happened, a second apart. */
export function buildBatch(pageLoadId: string, events: readonly Fields[], at = new Date()): TestBatch {
  const atMs = at.getTime();
  return {
    batch_id: `batch-of-${pageLoadId}`,
    sent_at: new Date().toISOString(),
    stream: { page_load_id: pageLoadId, last_seq: events.length, dropped: {} },
    events: events.map((fields, index) => ({
      event_id: printUuid(mintUuid(atMs + index * 1_000)),
      event_name: "page_view",
      event_timestamp: new Date(atMs + index * 1_000).toISOString(),
      client_id: "client-1",
      session_id: "session-1",
      is_first_visit: false,
      page_load_id: pageLoadId,
      event_seq: index + 1,
      ...fields,
    })),
  };
}

/** A stored event with all that the loader asks for, as its line of JSON. */
export function buildLine(fields: Fields = {}, note: Readonly<Record<string, unknown>> = {}): string {
  const now = new Date();
  return JSON.stringify({
    event_id: printUuid(mintUuid(now.getTime())),
    event_name: "page_view",
    event_timestamp: now.toISOString(),
    client_id: "client-1",
    ...fields,
    _ingest: { received_at: now.toISOString(), ...note },
  });
}

/** `events/YYYY/MM/DD/<name>` of today. */
export function buildKey(name: string, day = new Date()): string {
  return `events/${day.toISOString().slice(0, 10).replaceAll("-", "/")}/${name}`;
}
