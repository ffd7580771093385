/** Compaction: each event once, whatever is stored twice, comes late, is erased, or is killed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { compact, type CompactReport } from "../../examples/warehouse/compact/compact.ts";
import {
  createParquetBucket,
  createParquetFolder,
  type ParquetStore,
} from "../../examples/warehouse/compact/parquet-store.ts";
import { mintUuid, printUuid } from "../../examples/ingest-lambda/src/event/uuid.ts";
import { openParquetFiles, openRawFiles, type DuckDbFiles } from "../../examples/warehouse/questions/duckdb-files.ts";
import { QUESTIONS } from "../../examples/warehouse/questions/questions.ts";
import type { ObjectSource } from "../../examples/warehouse/sources/object-source.ts";
import { BUCKET, createBucket, createTestClient, startFauxqs } from "../support/s3-servers.ts";
import { buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { toPlainRow } from "./plain-rows.ts";
import { fillSmallShop } from "./small-shop.ts";

const FIRST_DAY = new Date("2026-11-20T10:00:00Z");
const SECOND_DAY = new Date("2026-11-21T10:00:00Z");

async function openTarget(): Promise<{ readonly folder: string; readonly target: ParquetStore }> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-parquet-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { folder, target: createParquetFolder(folder) };
}

async function ask(files: DuckDbFiles, sql: string): Promise<readonly object[]> {
  onTestFinished(() => files.close());
  return (await files.query(sql)).map(toPlainRow);
}

/** The names of all events. */
async function readNames(folder: string): Promise<readonly string[]> {
  const rows = await ask(await openParquetFiles(folder), "select event_name from clickstream_events order by 1");
  return rows.map((row) => (row as { readonly event_name: string }).event_name);
}

const put = (bucket: TestBucket, name: string, at: Date, ...lines: readonly string[]): Promise<void> =>
  bucket.put(buildKey(name, at), lines.join("\n"));

/** What a run has read and written. */
const effectsOf = ({ folders, days }: CompactReport): object => ({
  read: folders.map(({ folder, events }) => `${folder}: ${String(events)}`),
  written: days,
});

test("answers every question as the raw objects do", { timeout: 60_000 }, async () => {
  const bucket = await createTestBucket();
  await fillSmallShop(bucket);
  const { folder, target } = await openTarget();
  await compact({ source: bucket.source, target });
  const [raw, parquet] = [await openRawFiles(bucket.source), await openParquetFiles(folder)];
  for (const { title, sql } of Object.values(QUESTIONS)) {
    const expected = await ask(raw, sql);
    expect(expected.length, title).toBeGreaterThan(0);
    expect(await ask(parquet, sql), title).toEqual(expected);
  }
  const all = "select * from clickstream_events order by event_id";
  expect(await ask(parquet, all)).toEqual(await ask(raw, all));
});

describe("an event", () => {
  test("that is stored several times is there once, as it was received first", async () => {
    const bucket = await createTestBucket();
    const line = JSON.parse(buildLine({ event_name: "first" })) as { readonly _ingest: object };
    const note = { ...line._ingest, received_at: "2036-01-01T00:00:00.000Z" };
    await put(bucket, "a.ndjson", FIRST_DAY, JSON.stringify({ ...line, event_name: "later", _ingest: note }));
    await put(bucket, "b.ndjson", FIRST_DAY, JSON.stringify(line), JSON.stringify(line), "no event");
    // A batch that was sent again after midnight.
    await put(bucket, "a.ndjson", SECOND_DAY, JSON.stringify({ ...line, event_name: "latest", _ingest: note }));
    const { folder, target } = await openTarget();
    const { folders } = await compact({ source: bucket.source, target });
    expect(folders).toEqual([
      { folder: "2026-11-20", objects: 2, events: 1, bad_lines: 1, unreadable: 0 },
      { folder: "2026-11-21", objects: 1, events: 1, bad_lines: 0, unreadable: 0 },
    ]);
    expect(await readNames(folder)).toEqual(["first"]);
  });

  test("is in the file of its own day, whatever folder it was stored in", async () => {
    const bucket = await createTestBucket();
    const at = Date.UTC(2026, 10, 19, 23, 59);
    const line = (event_id: string, event_timestamp: string) => buildLine({ event_id, event_timestamp });
    await put(
      bucket,
      "a.ndjson",
      SECOND_DAY,
      line(printUuid(mintUuid(at)), "2026-11-21T00:00:00Z"),
      line("f47ac10b-58cc-4372-a567-0e02b2c3d479", "2026-11-18T00:00:00Z"),
      line(printUuid(mintUuid(5)), "2026-11-21T00:00:00Z"),
    );
    const { target } = await openTarget();
    expect((await compact({ source: bucket.source, target })).days).toEqual(["1970-01-01", "2026-11-18", "2026-11-19"]);
  });
});

describe("another run", () => {
  test("reads only the folders that have changed, and writes only the days of their events", async () => {
    const bucket = await createTestBucket();
    const early = buildLine({ event_name: "early", event_id: printUuid(mintUuid(FIRST_DAY.getTime())) });
    const late = buildLine({ event_name: "late", event_id: printUuid(mintUuid(FIRST_DAY.getTime())) });
    const next = buildLine({ event_name: "next", event_id: printUuid(mintUuid(SECOND_DAY.getTime())) });
    await put(bucket, "a.ndjson", FIRST_DAY, early);
    await put(bucket, "a.ndjson", SECOND_DAY, next);
    const { folder, target } = await openTarget();
    const run = async () => effectsOf(await compact({ source: bucket.source, target }));
    const [first, second] = ["2026-11-20", "2026-11-21"];
    expect(await run()).toEqual({ read: [`${first}: 1`, `${second}: 1`], written: [first, second] });
    expect(await run()).toEqual({ read: [], written: [] });

    await put(bucket, "late.ndjson", SECOND_DAY, late);
    expect(await run()).toEqual({ read: [`${second}: 2`], written: [first, second] });
    expect(await readNames(folder)).toEqual(["early", "late", "next"]);
    // As an erasure does.
    await bucket.source.remove(buildKey("a.ndjson", FIRST_DAY));
    expect(await run()).toEqual({ read: [], written: [first] });
    await bucket.source.remove(buildKey("late.ndjson", SECOND_DAY));
    expect(await run()).toEqual({ read: [`${second}: 1`], written: [first, second] });
    expect(await readNames(folder)).toEqual(["next"]);
    expect((await target.list()).filter((name) => name.includes(first))).toEqual([]);
  });

  test("removes what is older than what is kept", async () => {
    const bucket = await createTestBucket();
    for (const day of [FIRST_DAY, SECOND_DAY]) {
      await put(bucket, "a.ndjson", day, buildLine({ event_id: printUuid(mintUuid(day.getTime())) }));
    }
    const { target } = await openTarget();
    await compact({ source: bucket.source, target });
    await compact({ source: bucket.source, target, keepFrom: "2026-11-21" });
    expect((await target.list()).map((name) => name.replace(/[\da-f]{32}/, "digest")).toSorted()).toEqual([
      "_digests/2026-11-21",
      "_parts/2026-11-21/digest/2026-11-21.parquet",
      "_parts/2026-11-21/digest/_done",
      "clickstream_events/day=2026-11-21/events.parquet",
      "clickstream_reports/day=2026-11-21/reports.parquet",
    ]);
  });

  test("leaves a folder as it was while an object of it cannot be read", async () => {
    const bucket = await createTestBucket();
    await put(bucket, "a.ndjson", FIRST_DAY, buildLine({ event_name: "early" }));
    const { folder, target } = await openTarget();
    await compact({ source: bucket.source, target });
    await put(bucket, "b.ndjson", FIRST_DAY, buildLine({ event_name: "late" }));
    const source: ObjectSource = { ...bucket.source, read: () => Promise.reject(new Error("SlowDown")) };
    const write = vi.fn();
    expect((await compact({ source, target: { ...target, put: write } })).folders).toMatchObject([{ unreadable: 2 }]);
    // A run that is killed now must not look as if it had read the folder.
    expect(write).not.toHaveBeenCalled();
    expect(await readNames(folder)).toEqual(["early"]);
    await compact({ source: bucket.source, target });
    expect(await readNames(folder)).toEqual(["early", "late"]);
  });
});

test(
  "killed after each effect and run again, it has the same rows, and no reader ever sees an event twice",
  {
    timeout: 180_000,
  },
  async () => {
    const bucket = await createTestBucket();
    const minted = (event_name: string, at: Date): string =>
      buildLine({ event_name, event_id: printUuid(mintUuid(at.getTime())) });
    const one = minted("one", FIRST_DAY);
    await put(bucket, "a.ndjson", FIRST_DAY, one, minted("two", FIRST_DAY));
    await put(bucket, "a.ndjson", SECOND_DAY, minted("three", SECOND_DAY));
    const { folder, target } = await openTarget();
    await compact({ source: bucket.source, target });
    // A copy of the next day, a late event, and an object that is erased.
    await put(bucket, "b.ndjson", SECOND_DAY, one, minted("late", FIRST_DAY));
    await bucket.source.remove(buildKey("a.ndjson", SECOND_DAY));

    let effects = 0;
    for (let isKilled = true; isKilled; effects += 1) {
      let left = effects;
      const dying = <Value>(effect: () => Promise<Value>): Promise<Value> =>
        left-- > 0 ? effect() : Promise.reject(new Error("killed"));
      const mortal: ParquetStore = {
        ...target,
        put: (name, path) => dying(() => target.put(name, path)),
        remove: (name) => dying(() => target.remove(name)),
      };
      isKilled = await compact({ source: bucket.source, target: mortal }).then(
        () => false,
        () => true,
      );
      const names = await readNames(folder);
      expect(new Set(names).size, `after ${String(effects)} effects`).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(["one", "two"]));
    }
    // Each run goes on where the one before was killed, one effect further than that one.
    expect(effects).toBeGreaterThan(4);
    expect(await readNames(folder)).toEqual(["late", "one", "two"]);
  },
);

test("writes into a bucket, and leaves what is not its own", { timeout: 60_000 }, async () => {
  const server = await startFauxqs();
  const client = createTestClient(server);
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  await createBucket(client);
  const bucket = await createTestBucket();
  await put(bucket, "a.ndjson", FIRST_DAY, buildLine());
  const target = createParquetBucket({ client, bucket: BUCKET });
  await compact({ source: bucket.source, target });
  await bucket.put("notes.txt", "not ours");
  await target.put("notes.txt", join(bucket.folder, "notes.txt"));
  expect(await compact({ source: bucket.source, target })).toEqual({ folders: [], days: [] });
  await bucket.source.remove(buildKey("a.ndjson", FIRST_DAY));
  await compact({ source: bucket.source, target });
  expect(await target.list()).toEqual(["notes.txt"]);
});
