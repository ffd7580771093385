/** The loader's parts that need no database: chunks, months, keys, and the reading of an object. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { listMonths } from "../../examples/warehouse/load/event-months.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { mergeReports } from "../../examples/warehouse/load/merge-reports.ts";
import { readObject } from "../../examples/warehouse/load/read-object.ts";
import { chunkObjects } from "../../examples/warehouse/sources/chunk-objects.ts";
import { isLoadable, type ListedObject, type ObjectSource } from "../../examples/warehouse/sources/object-source.ts";
import { mintUuid, printUuid } from "../../examples/ingest-lambda/src/event/uuid.ts";
import { buildKey, buildLine } from "../support/test-bucket.ts";

const MIB = 1_048_576;

// eslint-disable-next-line @typescript-eslint/require-await -- a listing is asynchronous
async function* list(sizes: readonly number[]): AsyncGenerator<ListedObject> {
  for (const [index, bytes] of sizes.entries()) yield { key: String(index), modifiedAtMs: 0, bytes };
}

describe("chunks", () => {
  test.each([
    [[], []],
    [[1, 1, 1], ["012"]],
    [
      [1, 1, 1, 1],
      ["012", "3"],
    ],
    [
      [8 * MIB, 8 * MIB, 1],
      ["01", "2"],
    ],
    [
      [8 * MIB, 8 * MIB + 1, 1],
      ["0", "12"],
    ],
    [
      [1, 100 * MIB, 100 * MIB, 1],
      ["0", "1", "2", "3"],
    ],
  ])("of objects of %j bytes, three at most, are %j", async (sizes, expected) => {
    const chunks: string[] = [];
    for await (const chunk of chunkObjects(list(sizes), 3)) chunks.push(chunk.map(({ key }) => key).join(""));
    expect(chunks).toEqual(expected);
  });
});

test.each([
  ["events/2026/11/30/event-01890a5d-ac96-774b-bcce-b302099a8057.json", true],
  ["events/2026/11/30/anything at all.ndjson", true],
  ["events/2026/11/30/event-01890a5d-ac96-774b-bcce-b302099a805.json", false],
  ["events/2026/11/30/event-01890a5d-ac96-774b-bcce-b302099a8057.json.bak", false],
  ["events/2026/11/30/other.json", false],
  ["events/2026/11/30/deeper/a.ndjson", false],
  ["events/2026/11/30/.ndjson", false],
  ["events/2026/11/a.ndjson", false],
  ["events/../11/30/a.ndjson", false],
  ["other/events/2026/11/30/a.ndjson", false],
  ["events/2026/11/30/notes.txt", false],
])("loads %s: %s", (key, expected) => {
  expect(isLoadable(key)).toBe(expected);
});

describe("months of ids", () => {
  const nowMs = Date.parse("2026-11-29T12:00:00.000Z");
  const idAt = (time: string): string => printUuid(mintUuid(Date.parse(time)));

  test.each([
    ["2019-12-31T23:59:59.999Z", []],
    ["2020-01-01T00:00:00.000Z", ["2020-01-01"]],
    ["2026-10-31T23:59:59.999Z", ["2026-10-01"]],
    ["2026-11-01T00:00:00.000Z", ["2026-11-01"]],
    ["2026-11-30T12:00:00.000Z", ["2026-11-01"]],
    ["2026-11-30T12:00:00.001Z", []],
  ])("an id of %s needs %j", (time, months) => {
    expect(listMonths([idAt(time)], nowMs)).toEqual(months);
  });

  test("are in order, each once, and an id without a time needs none", () => {
    const ids = [idAt("2026-11-02T00:00:00Z"), idAt("2026-02-01T00:00:00Z"), idAt("2026-11-03T00:00:00Z")];
    expect(listMonths([...ids, "0f3c2a10-8a55-4b6e-9f00-000000000001", "none"], nowMs)).toEqual([
      "2026-02-01",
      "2026-11-01",
    ]);
  });
});

describe("an object", () => {
  const object = { key: "k", modifiedAtMs: 7, bytes: 160 * MIB };
  const createSource = (read: ObjectSource["read"]): ObjectSource => ({ name: "s", list: () => list([]), read });
  const present = createSource(() => Promise.resolve("broken\n"));

  test("of 160 MiB is read, and one byte more is too large", async () => {
    expect(await readObject(present, object)).toEqual({
      kind: "read",
      object: { key: "k", rows: [], reports: [], badLines: [{ line: 1, reason: "invalid_json" }], modifiedAtMs: 7 },
    });
    expect(await readObject(present, { ...object, bytes: 160 * MIB + 1 })).toEqual({
      kind: "read",
      object: { key: "k", rows: [], reports: [], badLines: [{ line: 0, reason: "too_large" }], modifiedAtMs: 7 },
    });
  });

  test("that was removed is gone, and one that cannot be read now is unreadable", async () => {
    expect(
      await readObject(
        createSource(() => Promise.resolve(undefined)),
        object,
      ),
    ).toEqual({ kind: "gone" });
    const error = new Error("SlowDown");
    expect(
      await readObject(
        createSource(() => Promise.reject(error)),
        object,
      ),
    ).toEqual({
      kind: "unreadable",
      key: "k",
      error,
    });
  });
});

describe("a run", () => {
  /** Answers like a database without a watermark and without loaded objects. */
  const database: Database = {
    where: "nowhere",
    run: () => Promise.resolve(),
    query: <Row>(sql: string) =>
      Promise.resolve((sql.includes("pg_try") ? [{ taken: true }] : []) as readonly unknown[] as readonly Row[]),
    copy: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };

  test("reads 16 objects at once, and writes 1,000 in one transaction", async () => {
    let reading = 0;
    let most = 0;
    const source: ObjectSource = {
      name: "s",
      // eslint-disable-next-line @typescript-eslint/require-await -- the source is asynchronous
      async *list() {
        for (let index = 0; index < 1_001; index += 1) {
          yield { key: buildKey(`${String(index)}.ndjson`), modifiedAtMs: 1, bytes: 1 };
        }
      },
      async read() {
        reading += 1;
        most = Math.max(most, reading);
        await nextTurn();
        reading -= 1;
        return buildLine();
      },
    };
    const progress: number[] = [];
    await load({ source, database, onProgress: ({ objects }) => progress.push(objects) });
    expect(most).toBe(16);
    expect(progress).toEqual([1_000, 1_001]);
  });
});

test("merged reports have the highest count of each reason, by who counted, in order", () => {
  expect(
    mergeReports([
      { page_load_id: "b", last_seq: 5, dropped: { expired: 2, invalid: 1 } },
      { page_load_id: "a", last_seq: 3, dropped: {} },
      { page_load_id: "b", last_seq: 4, dropped: { expired: 1, invalid: 3, overflow: 1 } },
      { page_load_id: "b", last_seq: 9, dropped: { expired: 7 }, counted_by: "a" },
      { page_load_id: "b", last_seq: 1, dropped: {}, counted_by: "b" },
    ]),
  ).toEqual([
    { page_load_id: "a", counted_by: "a", last_seq: 3, dropped: {} },
    { page_load_id: "b", counted_by: "a", last_seq: 9, dropped: { expired: 7 } },
    { page_load_id: "b", counted_by: "b", last_seq: 5, dropped: { expired: 2, invalid: 3, overflow: 1 } },
  ]);
});
