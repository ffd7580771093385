/** What the loader remembers of a source, on both sides of each of its bounds. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import {
  readQuarantinedKeys,
  readWatermark,
  selectUnloaded,
  writeWatermark,
} from "../../examples/warehouse/load/load-state.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import type { ListedObject, ObjectSource } from "../../examples/warehouse/sources/object-source.ts";
import { buildKey, buildLine } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const WATERMARK_MS = Date.parse("2026-11-20T00:00:00.000Z");
const THREE_DAYS_MS = 259_200_000;

/** A source of these objects, each with one event; it remembers from which day it was listed. */
function createListedSource(
  objects: readonly ListedObject[],
): ObjectSource & { readonly days: (string | undefined)[] } {
  const days: (string | undefined)[] = [];
  return {
    name: "listed",
    days,
    // eslint-disable-next-line @typescript-eslint/require-await -- the source is asynchronous
    async *list(fromDay) {
      days.push(fromDay);
      yield* objects;
    },
    read: () => Promise.resolve(buildLine()),
  };
}

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await start();
  }, 120_000);
  beforeEach(async () => {
    database = await server.fresh();
  }, 60_000);
  afterAll(() => server.stop());

  const insertLoaded = (source: string, key: string, modifiedAtMs: number): Promise<unknown> =>
    database.query("insert into clickstream_loaded_objects values ($1, $2, $3)", [source, key, new Date(modifiedAtMs)]);

  test("before the first complete run, all objects of all days are new", async () => {
    await writeWatermark(database, "other", WATERMARK_MS);
    expect(await readWatermark(database, "s")).toEqual({ listedUntilMs: undefined, sinceMs: 0, fromDay: undefined });
  });

  test.each([
    [0, "2026/11/10"],
    [-1, "2026/11/09"],
  ])("looks back three days by the clock and ten by the day of the key (%i ms from midnight)", async (offset, day) => {
    await writeWatermark(database, "s", WATERMARK_MS + offset);
    expect(await readWatermark(database, "s")).toEqual({
      listedUntilMs: WATERMARK_MS + offset,
      sinceMs: WATERMARK_MS + offset - THREE_DAYS_MS,
      fromDay: day,
    });
  });

  test("the watermark only moves forward, and says when it moved", async () => {
    await writeWatermark(database, "s", WATERMARK_MS);
    await database.run("update clickstream_watermark set moved_at = '2020-01-01Z'");
    await writeWatermark(database, "s", WATERMARK_MS - 1);
    expect((await readWatermark(database, "s")).listedUntilMs).toBe(WATERMARK_MS);
    expect(await database.query("select source from clickstream_watermark where moved_at > '2026-01-01Z'")).toEqual([
      { source: "s" },
    ]);
    await writeWatermark(database, "s", WATERMARK_MS + 1);
    expect((await readWatermark(database, "s")).listedUntilMs).toBe(WATERMARK_MS + 1);
  });

  test("forgets what is older than the look-back of that source, and keeps what is just as old", async () => {
    await insertLoaded("s", "older", WATERMARK_MS - THREE_DAYS_MS - 1);
    await insertLoaded("s", "as old", WATERMARK_MS - THREE_DAYS_MS);
    await insertLoaded("other", "older", WATERMARK_MS - THREE_DAYS_MS - 1);
    await writeWatermark(database, "s", WATERMARK_MS);
    expect(
      await database.query("select source, object_key from clickstream_loaded_objects order by source, object_key"),
    ).toEqual([
      { source: "other", object_key: "older" },
      { source: "s", object_key: "as old" },
    ]);
  });

  test("an object is unloaded if it was never loaded here, was modified since, or is quarantined", async () => {
    await insertLoaded("s", "loaded", 1_000);
    await insertLoaded("s", "modified", 1_000);
    await insertLoaded("s", "quarantined", 1_000);
    await insertLoaded("other", "new", 1_000);
    const objects = [
      { key: "loaded", modifiedAtMs: 1_000.9, bytes: 1 },
      { key: "modified", modifiedAtMs: 1_001, bytes: 1 },
      { key: "quarantined", modifiedAtMs: 1_000, bytes: 1 },
      { key: "new", modifiedAtMs: 1_000, bytes: 1 },
    ];
    const unloaded = await selectUnloaded(database, "s", objects, new Set(["quarantined"]));
    expect(unloaded.map(({ key }) => key)).toEqual(["modified", "quarantined", "new"]);
    expect(await selectUnloaded(database, "s", [], new Set())).toEqual([]);
  });

  test("quarantined keys are those of the source, each once", async () => {
    await database.run(`insert into clickstream_quarantine (source, object_key, line, reason) values
      ('s', 'bad', 1, 'empty'), ('s', 'bad', 2, 'empty'), ('s', 'worse', 0, 'empty'), ('other', 'elsewhere', 1, 'empty')`);
    expect([...(await readQuarantinedKeys(database, "s"))].toSorted()).toEqual(["bad", "worse"]);
  });

  test("a run loads what was modified three days before the watermark, and not a millisecond before", async () => {
    await writeWatermark(database, "listed", WATERMARK_MS);
    const source = createListedSource([
      { key: buildKey("in.ndjson"), modifiedAtMs: WATERMARK_MS - THREE_DAYS_MS, bytes: 1 },
      { key: buildKey("out.ndjson"), modifiedAtMs: WATERMARK_MS - THREE_DAYS_MS - 1, bytes: 1 },
      { key: "events/notes.txt", modifiedAtMs: WATERMARK_MS + 1, bytes: 1 },
    ]);
    expect(await load({ source, database })).toMatchObject({ objects: 1, stored: 1 });
    expect(await database.query("select object_key from clickstream_events")).toEqual([
      { object_key: buildKey("in.ndjson") },
    ]);
    expect((await readWatermark(database, "listed")).listedUntilMs).toBe(WATERMARK_MS + 1);

    await load({ source, database, retriesQuarantine: true });
    expect(source.days).toEqual(["2026/11/10", undefined]);
  });

  test("a run that lists nothing leaves no watermark, and one that lists only old objects leaves it where it was", async () => {
    await load({ source: createListedSource([]), database });
    expect(await database.query("select from clickstream_watermark")).toEqual([]);
    await writeWatermark(database, "listed", WATERMARK_MS);
    await load({ source: createListedSource([{ key: buildKey("a.ndjson"), modifiedAtMs: 5, bytes: 1 }]), database });
    expect((await readWatermark(database, "listed")).listedUntilMs).toBe(WATERMARK_MS);
  });

  test("the same key in two sources is two objects", async () => {
    const object = { key: buildKey("a.ndjson"), modifiedAtMs: WATERMARK_MS, bytes: 1 };
    const broken = { ...createListedSource([object]), name: "broken", read: () => Promise.resolve("broken") };
    expect(await load({ source: broken, database })).toMatchObject({ quarantined: 1 });
    expect(await load({ source: createListedSource([object]), database })).toMatchObject({ objects: 1, stored: 1 });
    expect(await database.query("select source, object_key from clickstream_quarantine")).toEqual([
      { source: "broken", object_key: object.key },
    ]);
    expect(await database.query("select source from clickstream_loaded_objects order by source")).toEqual([
      { source: "broken" },
      { source: "listed" },
    ]);
    expect(await load({ source: broken, database })).toMatchObject({ objects: 0 });
  });
});
