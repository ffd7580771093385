/** What the loader does with the messages of a queue: which are done, which come again, and what is stored. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { load } from "../../examples/warehouse/load/loader.ts";
import { loadMessages } from "../../examples/warehouse/queue/load-messages.ts";
import { workQueue } from "../../examples/warehouse/queue/work-queue.ts";
import type { BucketSource } from "../../examples/warehouse/sources/object-source.ts";
import { BUCKET, buildKey, buildLine, createTestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";
import { buildNotification, createTestQueue } from "./test-messages.ts";

const key = (name: string): string => buildKey(`${name}.ndjson`);
const message = (id: string, ...names: readonly string[]): { readonly id: string; readonly body: string } => ({
  id,
  body: buildNotification(...names.map(key)),
});
const DONE = { unreadable: 0, failedIds: [] };

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  test("stores what the messages announce, once, and says how long it has waited", async () => {
    const bucket = await createTestBucket();
    await bucket.put(key("a"), buildLine(), new Date(1_000_000));
    await bucket.put(key("b"), [buildLine(), buildLine(), "broken"].join("\n"), new Date(1_400_000));
    const database = await server.fresh();
    const options = { source: bucket.source, database, bucket: BUCKET, now: () => 1_500_000 };

    const first = await loadMessages([message("1", "a"), message("2", "a", "b")], options);
    expect(first).toEqual({ ...DONE, objects: 2, stored: 3, duplicates: 0, quarantined: 1, delayMs: 500_000 });
    const again = await loadMessages([message("3", "b")], options);
    expect(again).toEqual({ ...DONE, objects: 0, stored: 0, duplicates: 0, quarantined: 0, delayMs: undefined });
    expect(await load({ source: bucket.source, database })).toMatchObject({ objects: 0 });
  });

  test("an object that was written anew is loaded again", async () => {
    const bucket = await createTestBucket();
    const database = await server.fresh();
    const options = { source: bucket.source, database, bucket: BUCKET };
    await bucket.put(key("a"), "broken", new Date(1_000));
    await loadMessages([message("1", "a")], options);
    await bucket.put(key("a"), buildLine(), new Date(2_000));
    expect(await loadMessages([message("2", "a")], options)).toMatchObject({ objects: 1, stored: 1 });
    expect(await database.query("select * from clickstream_quarantine")).toEqual([]);
  });

  test("a message without an object to load is done", async () => {
    const bucket = await createTestBucket();
    const read: string[] = [];
    const source: BucketSource = {
      ...bucket.source,
      find: (each) => {
        read.push(each);
        return bucket.source.find(each);
      },
    };
    const messages = [
      { id: "1", body: JSON.stringify({ Event: "s3:TestEvent" }) },
      { id: "2", body: buildNotification("errors/2026/11/24/a.ndjson", buildKey("a.parquet"), "events/") },
      message("3", "gone"),
    ];
    const report = await loadMessages(messages, { source, database: await server.fresh(), bucket: BUCKET });
    expect(report).toMatchObject({ ...DONE, objects: 0 });
    expect(read).toEqual([key("gone")]);
  });

  test("one object that can't be read, and one that was removed meanwhile, do not hold the others", async () => {
    const bucket = await createTestBucket();
    for (const name of ["a", "b", "c", "d"]) await bucket.put(key(name), buildLine());
    const source: BucketSource = {
      ...bucket.source,
      find: (each) => (each === key("b") ? Promise.reject(new Error("AccessDenied")) : bucket.source.find(each)),
      async read(each) {
        if (each === key("c")) throw new Error("SlowDown");
        if (each === key("d")) await rm(join(bucket.folder, each));
        return bucket.source.read(each);
      },
    };
    const told: string[] = [];
    const messages = [
      message("1", "a"),
      message("2", "b"),
      message("3", "c"),
      message("4", "d"),
      message("5", "a", "c"),
    ];
    const database = await server.fresh();
    const report = await loadMessages(messages, {
      source,
      database,
      bucket: BUCKET,
      onUnreadable: (each, error) => told.push(`${each} ${String(error)}`),
    });
    expect(report).toMatchObject({ stored: 1, unreadable: 2, failedIds: ["2", "3", "5"] });
    expect(told).toEqual([`${key("b")} Error: AccessDenied`, `${key("c")} Error: SlowDown`]);

    const later = await loadMessages(messages, { source: bucket.source, database, bucket: BUCKET });
    expect(later).toMatchObject({ ...DONE, stored: 2 });
  });

  test("an object that PostgreSQL refuses goes to quarantine, and its message is done", async () => {
    const bucket = await createTestBucket();
    await bucket.put(key("a"), buildLine({ context_product_price: `1e${"9".repeat(6)}` }));
    await bucket.put(key("b"), buildLine());
    const database = await server.fresh();
    await database.run(`create function refuse() returns trigger language plpgsql as $$
      begin raise exception using errcode = '22003'; end $$`);
    await database.run(
      `create trigger refuse before insert on clickstream_events_other for each row execute function refuse()`,
    );
    await bucket.put(key("a"), buildLine({ event_id: "6ba7b810-9dad-41d1-80b4-00c04fd430c8" }));
    const report = await loadMessages([message("1", "a"), message("2", "b")], {
      source: bucket.source,
      database,
      bucket: BUCKET,
    });
    expect(report).toMatchObject({ ...DONE, stored: 1, quarantined: 1 });
    expect(await database.query("select object_key, reason from clickstream_quarantine")).toEqual([
      { object_key: key("a"), reason: "postgres_22003" },
    ]);
  });

  test("a message that no bucket of ours has written comes again, until the queue puts it aside", async () => {
    const bucket = await createTestBucket();
    await bucket.put(key("a"), buildLine());
    const told: string[] = [];
    const other = buildNotification(key("a")).replace(BUCKET, "other");
    const report = await loadMessages([{ id: "1", body: "hello" }, { id: "2", body: other }, message("3", "a")], {
      source: bucket.source,
      database: await server.fresh(),
      bucket: BUCKET,
      onForeign: (id, reason) => told.push(`${id} ${reason}`),
    });
    expect(report).toMatchObject({ stored: 1, failedIds: ["1", "2"] });
    expect(told).toEqual(["1 no_notification", "2 other_bucket"]);
  });

  test("a queue is worked through, and what failed stays in it", async () => {
    const bucket = await createTestBucket();
    for (const name of ["a", "b", "c"]) await bucket.put(key(name), buildLine());
    const queue = createTestQueue(["hello", ...["a", "b", "c"].map((name) => buildNotification(key(name)))]);
    const progress: number[] = [];
    const report = await workQueue({
      queue,
      source: bucket.source,
      database: await server.fresh(),
      bucket: BUCKET,
      onProgress: ({ stored }) => progress.push(stored),
    });
    expect(report).toMatchObject({ messages: 4, failed: 1, stored: 3 });
    expect(progress).toEqual([1, 3]);
    expect(queue.left()).toEqual([{ id: "m1", body: "hello" }]);
  });

  test("a database that fails leaves every message in the queue", async () => {
    const bucket = await createTestBucket();
    await bucket.put(key("a"), buildLine());
    const database = await server.fresh();
    const broken = { ...database, copy: () => Promise.reject(new Error("connection lost")) };
    const queue = createTestQueue([buildNotification(key("a")), "{}"]);
    const work = workQueue({ queue, source: bucket.source, database: broken, bucket: BUCKET });
    await expect(work).rejects.toThrow("connection lost");
    expect(queue.left()).toHaveLength(2);
  });
});
