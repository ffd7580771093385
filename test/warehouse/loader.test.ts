/** What is in the bucket is in the table, once, however often the loader runs and whatever else lies there. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import type { ObjectSource } from "../../examples/warehouse/sources/object-source.ts";
import { openPostgres } from "../../examples/warehouse/database/postgres-database.ts";
import { buildBatch, buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const DAY_MS = 86_400_000;

/** A UUIDv4 tells no time. */
const TIMELESS = "0f3c2a10-8a55-4b6e-9f00-000000000001";

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  let database: Database;
  let bucket: TestBucket;

  const count = async (from: string): Promise<number> =>
    (await database.query<{ count: number }>(`select count(*) as count from ${from}`))[0]?.count ?? 0;
  const quarantine = (): Promise<readonly object[]> =>
    database.query("select object_key, line, reason from clickstream_quarantine order by object_key, line");
  const run = (source: ObjectSource = bucket.source): ReturnType<typeof load> => load({ source, database });

  beforeAll(async () => {
    server = await start();
  }, 60_000);
  beforeEach(async () => {
    database = await server.fresh();
    bucket = await createTestBucket();
  }, 30_000);
  afterAll(() => server.stop());

  test("loads each event once, and reads no object twice", async () => {
    await bucket.send(buildBatch("p1", [{}, { event_name: "product_view" }]), buildBatch("p2", [{}]));
    expect(await run()).toEqual({ objects: 3, stored: 3, duplicates: 0, quarantined: 0, unreadable: 0 });
    expect(await run()).toMatchObject({ objects: 0, stored: 0 });

    await bucket.send(buildBatch("p3", [{}]));
    expect(await run()).toMatchObject({ objects: 1, stored: 1 });
    expect(await count("clickstream_events")).toBe(4);
  });

  test("keeps every value of an event", async () => {
    const product = { context_product_name: "Tea\tpot\n\\N", context_product_price: 19.99, page_title: "nul\0 \ud800" };
    await bucket.send(buildBatch("p1", [{ ...product, properties: { "a\0": "\0b", deep: [{ x: 1 }] }, own: "mine" }]));
    await run();
    const [row] = await database.query<Record<string, unknown>>(
      "select *, context_product_price::text as price, tableoid::regclass::text as partition from clickstream_events",
    );
    expect(row).toMatchObject({
      event_name: "page_view",
      context_product_name: product.context_product_name,
      price: "19.99",
      page_title: "nul\ufffd \ufffd",
      properties: { deep: [{ x: 1 }] },
      original: { page_title: "nul\\u0000 \\ud800", properties: { "a\\u0000": "\\u0000b" } },
      extra: { own: "mine" },
      is_first_visit: false,
      event_seq: 1,
      received_at: expect.any(Date),
      batch_id: "batch-of-p1",
      stream: { page_load_id: "p1", last_seq: 1, dropped: {} },
      partition: `clickstream_events_${new Date().toISOString().slice(0, 7).replace("-", "_")}`,
    });
  });

  test("takes an event once that lies in two objects and in a batch", async () => {
    const line = buildLine();
    await bucket.put(buildKey("batch-1.ndjson"), `${line}\n${line}\n${buildLine()}\n`);
    await bucket.put(buildKey("batch-2.ndjson"), line);
    expect(await run()).toMatchObject({ objects: 2, stored: 2, duplicates: 2 });
  });

  test("leaves out what is no event, says why, and takes the rest of the object", async () => {
    await bucket.put(buildKey("a.ndjson"), `${buildLine()}\nbroken\n${buildLine({ event_id: "Not A UUID" })}`);
    await bucket.put(buildKey("empty.ndjson"), "");
    await bucket.put(buildKey("notes.txt"), "not ours");
    expect(await run()).toEqual({ objects: 2, stored: 1, duplicates: 0, quarantined: 3, unreadable: 0 });
    expect(await quarantine()).toEqual([
      { object_key: buildKey("a.ndjson"), line: 2, reason: "invalid_json" },
      { object_key: buildKey("a.ndjson"), line: 3, reason: "no_event_id" },
      { object_key: buildKey("empty.ndjson"), line: 0, reason: "empty" },
    ]);
  });

  test("puts the one object aside that PostgreSQL refuses, and stores all others", async () => {
    await bucket.send(
      buildBatch(
        "p1",
        Array.from({ length: 9 }, () => ({})),
      ),
    );
    // A constraint of the site's own stands for whatever we do not know of.
    await database.run("alter table clickstream_events add check (1 / (length(page_title) - 3) < 2)");
    await bucket.put(buildKey("poison.ndjson"), buildLine({ page_title: "abc" }));
    expect(await run()).toMatchObject({ objects: 10, stored: 9, duplicates: 0, quarantined: 1 });
    expect(await quarantine()).toEqual([{ object_key: buildKey("poison.ndjson"), line: 0, reason: "postgres_22012" }]);
  });

  test("finds each object that PostgreSQL refuses, wherever it is among the others", async () => {
    // An index of the site's own has a limit that a long text exceeds: 54000, "program limit exceeded".
    await database.run("create index on clickstream_events (page_title)");
    const noise = randomBytes(20_000).toString("hex");
    for (let index = 0; index < 7; index += 1) {
      const isRefused = index === 0 || index === 3 || index === 6;
      await bucket.put(buildKey(`${String(index)}.ndjson`), buildLine({ page_title: isRefused ? noise : "short" }));
    }
    expect(await run()).toEqual({ objects: 7, stored: 4, duplicates: 0, quarantined: 3, unreadable: 0 });
    expect(await quarantine()).toEqual(
      [0, 3, 6].map((index) => ({
        object_key: buildKey(`${String(index)}.ndjson`),
        line: 0,
        reason: "postgres_54000",
      })),
    );
    expect(await run()).toMatchObject({ objects: 0 });
  });

  test("ends with an error that is not the fault of a value, and quarantines nothing", async () => {
    await bucket.put(buildKey("a.ndjson"), buildLine());
    await database.run("alter table clickstream_events add check (page_title = 'never')");
    await bucket.put(buildKey("b.ndjson"), buildLine({ page_title: "other" }));
    await expect(run()).rejects.toThrow("violates check constraint");
    expect(await quarantine()).toEqual([]);
    expect(await count("clickstream_events")).toBe(0);
    expect(await count("clickstream_watermark")).toBe(0);
  });

  test("takes an object from quarantine once it is fixed, even after it left the look-back", async () => {
    const longAgo = new Date(Date.now() - 30 * DAY_MS);
    await bucket.put(buildKey("a.ndjson", longAgo), "broken", longAgo);
    await bucket.send(buildBatch("p1", [{}]));
    await run();
    await bucket.put(buildKey("a.ndjson", longAgo), buildLine(), longAgo);
    expect(await run()).toMatchObject({ objects: 0 });

    const report = await load({ source: bucket.source, database, retriesQuarantine: true });
    expect(report).toMatchObject({ objects: 1, stored: 1, quarantined: 0 });
    expect(await quarantine()).toEqual([]);
  });

  test("looks back three days from what it has seen, and seven more for the day in the key", async () => {
    await bucket.send(buildBatch("p1", [{}]));
    await run();
    const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);
    await bucket.put(buildKey("late.ndjson", daysAgo(9)), buildLine(), daysAgo(2.9));
    await bucket.put(buildKey("too-late.ndjson"), buildLine(), daysAgo(3.1));
    expect(await run()).toMatchObject({ objects: 1, stored: 1 });
  });

  test("does not move its watermark over an object that could not be read", async () => {
    const old = new Date(Date.now() - 9 * DAY_MS);
    await bucket.put(buildKey("unlucky.ndjson", old), buildLine(), old);
    await bucket.send(buildBatch("p1", [{}]));
    const failing: ObjectSource = {
      ...bucket.source,
      read: (key) => (key.includes("unlucky") ? Promise.reject(new Error("SlowDown")) : bucket.source.read(key)),
    };
    const told: string[] = [];
    const report = await load({
      source: failing,
      database,
      onUnreadable: (key, error) => told.push(`${key} ${error}`),
    });
    expect(report).toMatchObject({ objects: 1, stored: 1, unreadable: 1 });
    expect(told).toEqual([`${buildKey("unlucky.ndjson", old)} Error: SlowDown`]);
    expect(await count("clickstream_watermark")).toBe(0);
    expect(await run()).toMatchObject({ objects: 1, stored: 1, unreadable: 0 });
    expect(await count("clickstream_watermark")).toBe(1);
  });

  test("forgets the objects that no run will look at again", async () => {
    const old = new Date(Date.now() - 9 * DAY_MS);
    await bucket.put(buildKey("old.ndjson", old), buildLine(), old);
    await bucket.send(buildBatch("p1", [{}]));
    await run();
    expect(await count("clickstream_loaded_objects")).toBe(1);
    expect(await run()).toMatchObject({ objects: 0 });
  });

  test("does not read an object that is too large, and takes small ones in as many pieces as they need", async () => {
    await bucket.put(buildKey("huge.ndjson"), buildLine());
    await bucket.send(buildBatch("p1", [{}, {}, {}]));
    const swollen: ObjectSource = {
      ...bucket.source,
      async *list(fromDay) {
        for await (const object of bucket.source.list(fromDay)) {
          yield { ...object, bytes: object.key.includes("huge") ? 200_000_000 : 10_000_000 };
        }
      },
    };
    const progress: number[] = [];
    const report = await load({ source: swollen, database, onProgress: ({ objects }) => progress.push(objects) });
    expect(report).toMatchObject({ objects: 4, stored: 3, quarantined: 1 });
    expect(progress).toEqual([1, 2, 3, 4]);
    expect(await quarantine()).toEqual([{ object_key: buildKey("huge.ndjson"), line: 0, reason: "too_large" }]);
  });

  test("two loaders that list the bucket at the same time store each event once", async (context) => {
    // PGlite has one connection; its folder has a lock of its own.
    if (server.url === undefined) return context.skip();
    await bucket.put(buildKey("both.ndjson"), [buildLine(), buildLine()].join("\n"));
    const other = await openPostgres(server.url);
    onTestFinished(() => other.close());
    const loadByOther = (): Promise<unknown> => load({ source: bucket.source, database: other });
    const reading: ObjectSource = {
      ...bucket.source,
      async read(key) {
        await loadByOther();
        return bucket.source.read(key);
      },
    };
    expect(await run(reading)).toMatchObject({ objects: 1, stored: 0, duplicates: 2, unreadable: 0 });
    expect(await count("clickstream_events")).toBe(2);
  });

  test("works behind a pooler that gives each transaction another connection", async (context) => {
    if (server.url === undefined) return context.skip();
    const connections = await Promise.all([openPostgres(server.url), openPostgres(server.url)]);
    onTestFinished(async () => {
      await Promise.all(connections.map((each) => each.close()));
    });
    const pooled = poolByTransaction(connections);
    for (let run = 1; run <= 3; run++) {
      await bucket.put(buildKey(`${String(run)}.ndjson`), buildLine());
      expect(await load({ source: bucket.source, database: pooled })).toMatchObject({ stored: 1, unreadable: 0 });
    }
  });

  test("an object that is dated far ahead does not make later runs skip what is new", async () => {
    const ahead = new Date(Date.now() + 400 * 86_400_000);
    const until = async (): Promise<number> => {
      const [row] = await database.query<{ until: Date }>("select listed_until as until from clickstream_watermark");
      return row?.until.getTime() ?? Infinity;
    };
    await bucket.put(buildKey("ahead.ndjson"), buildLine(), ahead);
    expect(await run()).toMatchObject({ stored: 1 });
    expect(await until()).toBeLessThan(ahead.getTime() - 86_400_000);
    await bucket.put(buildKey("new.ndjson"), buildLine());
    expect(await run()).toMatchObject({ objects: 1, stored: 1 });

    // As an older version has left it.
    await database.query("update clickstream_watermark set listed_until = $1", [ahead]);
    await bucket.put(buildKey("newer.ndjson"), buildLine());
    expect(await run()).toMatchObject({ stored: 1 });
    expect(await until()).toBeLessThan(ahead.getTime() - 86_400_000);
  });

  test("reads everything again when it is told to, as an object restored into an old folder needs it", async () => {
    const longAgo = new Date(Date.now() - 20 * 86_400_000);
    await bucket.put(buildKey("today.ndjson"), buildLine());
    await run();
    await bucket.put(buildKey("restored.ndjson", longAgo), buildLine(), longAgo);
    expect(await run()).toMatchObject({ stored: 0 });
    expect(await load({ source: bucket.source, database, readsAll: true })).toMatchObject({ stored: 1 });
    expect(await count("clickstream_events")).toBe(2);
  });

  test("puts ids without a time, and ids of wrong clocks, into the partition of the others", async () => {
    const ids = [TIMELESS, "00000000-0000-7000-8000-000000000001", "ffffffff-ffff-7fff-bfff-ffffffffffff"];
    await bucket.put(buildKey("odd.ndjson"), ids.map((event_id) => buildLine({ event_id })).join("\n"));
    expect(await run()).toMatchObject({ stored: 3 });
    expect(await count("clickstream_events_other")).toBe(3);
    expect(await run()).toMatchObject({ objects: 0 });
  });

  test("moves events that were ahead of their month into it when it comes", async () => {
    const now = Date.UTC(2026, 9, 31);
    const ahead = "01a3b900-0000-7000-8000-000000000001";
    const month = new Date(parseInt(ahead.replace("-", "").slice(0, 12), 16)).toISOString().slice(0, 7);
    await bucket.put(buildKey("ahead.ndjson"), buildLine({ event_id: ahead }));
    await load({ source: bucket.source, database, now: () => now });
    expect(month).toBe("2027-02");
    expect(await count("clickstream_events_other")).toBe(1);

    await database.query("select ensure_events_month($1)", [`${month}-01`]);
    expect(await count("clickstream_events_other")).toBe(0);
    expect(await count(`clickstream_events_${month.replace("-", "_")}`)).toBe(1);
    await expect(
      database.run(`insert into clickstream_events select * from clickstream_events where event_id = '${ahead}'`),
    ).rejects.toThrow(/duplicate key/);
  });

  test("reads only the months that a range of ids asks for", async () => {
    for (const month of ["2026-09-01", "2026-10-01", "2026-11-01"]) {
      await database.query("select ensure_events_month($1)", [month]);
    }
    const plan = await database.query<Record<string, string>>(
      `explain select * from clickstream_events
       where event_id >= event_id_at('2026-10-01Z') and event_id < event_id_at('2026-11-01Z')`,
    );
    const text = plan.map((row) => Object.values(row).join()).join("\n");
    expect(text).toContain("clickstream_events_2026_10");
    expect(text).not.toMatch(/2026_09|2026_11/);
  });

  test("keeps the highest count of each page load that counted, in whatever order reports come", async () => {
    const report = (last_seq: number, dropped: Record<string, number>, previous: readonly object[] = []): string =>
      buildLine({}, { stream: { page_load_id: "p1", last_seq, dropped, previous } });
    const lines = [
      report(5, { overflow: 2 }),
      report(9, { overflow: 3, invalid: 1 }, [{ page_load_id: "p0", last_seq: 4, dropped: { expired: 4 } }]),
      report(7, { overflow: 2, rejected: 1 }, [
        { page_load_id: "p0", last_seq: 3, dropped: { expired: 1 }, counted_by: "p1" },
        { page_load_id: "p1", last_seq: 6, dropped: { invalid: 2 }, counted_by: "p1" },
      ]),
    ];
    for (const [index, line] of lines.entries()) {
      await bucket.put(buildKey(`${String(index)}.ndjson`), line);
      await run();
    }
    expect(await database.query("select * from clickstream_streams order by page_load_id, counted_by")).toEqual([
      { page_load_id: "p0", counted_by: "p0", last_seq: 4, dropped: { expired: 4 } },
      { page_load_id: "p0", counted_by: "p1", last_seq: 3, dropped: { expired: 1 } },
      { page_load_id: "p1", counted_by: "p1", last_seq: 9, dropped: { overflow: 3, invalid: 2, rejected: 1 } },
    ]);
  });
});

/** As PgBouncer does in its mode "transaction". */
function poolByTransaction([one, other]: readonly Database[]): Database {
  if (!one || !other) throw new Error("a pool needs two connections");
  let current = one;
  let isInTransaction = false;
  const use = <Result>(sql: string, act: (database: Database) => Promise<Result>): Promise<Result> => {
    if (!isInTransaction) current = current === one ? other : one;
    if (sql.startsWith("begin")) isInTransaction = true;
    if (/^(?:commit|rollback)/.test(sql)) isInTransaction = false;
    return act(current);
  };
  return {
    where: one.where,
    run: (sql) => use(sql, (database) => database.run(sql)),
    query: <Row>(sql: string, values?: readonly unknown[]) => use(sql, (database) => database.query<Row>(sql, values)),
    copy: (statement, lines) => use(statement, (database) => database.copy(statement, lines)),
    close: () => Promise.resolve(),
  };
}
