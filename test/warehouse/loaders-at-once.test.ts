/** Several loaders work on one queue at the same moment, and an erasure beside them. Only a real server has connections for that. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { COPY_LIST } from "../../examples/warehouse/columns/columns.ts";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { openPostgres } from "../../examples/warehouse/database/postgres-database.ts";
import { erase } from "../../examples/warehouse/erase/erase.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { loadMessages, type QueueMessage } from "../../examples/warehouse/queue/load-messages.ts";
import type { BucketSource } from "../../examples/warehouse/sources/object-source.ts";
import { printUuid } from "../../examples/ingest-lambda/src/event/uuid.ts";
import { hasPostgres } from "../support/postgres-server.ts";
import { BUCKET, buildKey, buildLine, createTestBucket } from "../support/test-bucket.ts";
import { postgres, type TestServer } from "../support/test-databases.ts";
import { buildNotification } from "./test-messages.ts";

const LOADERS = 4;
const ROUNDS = 6;
const MESSAGES = 12;

describe.runIf(hasPostgres())("on PostgreSQL", { timeout: 120_000 }, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await postgres.start();
  }, 60_000);
  afterAll(() => server.stop());

  const connect = async (): Promise<Database> => {
    const database = await openPostgres(server.url ?? "");
    onTestFinished(() => database.close());
    return database;
  };

  test("four loaders that get the same messages in other orders store what one full load stores", async () => {
    const bucket = await createTestBucket();
    const messages: QueueMessage[] = [];
    for (let index = 0; index < MESSAGES * ROUNDS; index += 1) {
      await bucket.put(buildKey(`${String(index)}.ndjson`), buildLines(index).join("\n"));
      messages.push({ id: String(index), body: buildNotification(buildKey(`${String(index)}.ndjson`)) });
    }
    const alone = await server.fresh();
    await load({ source: bucket.source, database: alone });
    const full = await readAll(alone);
    expect(full[0]).toHaveLength((ROUNDS - 1) * (MESSAGES + 3));

    await server.fresh();
    const databases = await Promise.all(Array.from({ length: LOADERS }, connect));
    for (let round = 0; round < ROUNDS; round += 1) {
      const batch = messages.slice(round * MESSAGES, (round + 1) * MESSAGES);
      const reports = await Promise.all(
        databases.map((database, index) =>
          loadMessages(rotate(batch, index * 3), { source: bucket.source, database, bucket: BUCKET, chunkSize: 5 }),
        ),
      );
      expect(reports.flatMap(({ failedIds }) => failedIds)).toEqual([]);
    }
    const [database] = databases;
    expect(database && (await readAll(database))).toEqual(full);
  });

  test.each(["before it reads", "after it has read"])(
    "a loader that an erasure overtakes %s stores nothing",
    async (when) => {
      const bucket = await createTestBucket();
      const key = buildKey("a.ndjson");
      const bobs = buildLine({ client_id: "bob" });
      await bucket.put(key, [buildLine({ client_id: "ada" }), bobs].join("\n"));
      const database = await server.fresh();
      const other = await connect();
      const eraseAda = (): Promise<unknown> =>
        erase({
          source: bucket.source,
          database: other,
          visitor: { client: ["ada"], user: [], firstParty: [] },
          isDryRun: false,
        });
      const source: BucketSource = {
        ...bucket.source,
        async read(each) {
          if (when === "before it reads") await eraseAda();
          const text = await bucket.source.read(each);
          if (when === "after it has read") await eraseAda();
          return text;
        },
      };
      const message = { id: "1", body: buildNotification(key) };
      const report = await loadMessages([message], { source, database, bucket: BUCKET });
      expect(report).toMatchObject({ stored: 0, failedIds: [] });
      expect(await countEach(database)).toEqual([]);

      // The object that replaced it brings what is Bob's.
      await load({ source: bucket.source, database });
      expect(await countEach(database)).toEqual([{ client_id: "bob", events: 1 }]);
    },
  );

  test("an erasure waits for a loader that has begun to write, and then erases what it wrote", async () => {
    const bucket = await createTestBucket();
    const key = buildKey("a.ndjson");
    await bucket.put(key, buildLine({ client_id: "ada" }));
    const database = await server.fresh();
    const other = await connect();
    const { promise: mayCommit, resolve: commit } = Promise.withResolvers<undefined>();
    const { promise: isWritten, resolve: written } = Promise.withResolvers<undefined>();
    const slow: Database = {
      ...database,
      async run(sql) {
        if (sql === "commit") {
          written(undefined);
          await mayCommit;
        }
        await database.run(sql);
      },
    };
    const loading = loadMessages([{ id: "1", body: buildNotification(key) }], {
      source: bucket.source,
      database: slow,
      bucket: BUCKET,
    });
    await isWritten;
    const erasing = erase({
      source: bucket.source,
      database: other,
      visitor: { client: ["ada"], user: [], firstParty: [] },
      isDryRun: false,
    });
    await untilErasureWaits(await connect()).finally(() => {
      commit(undefined);
    });
    expect((await loading).stored).toBe(1);
    expect(await erasing).toMatchObject({ lines: 1, rows: 1, unloaded: 0, lostKeys: [] });
    expect(await countEach(database)).toEqual([]);
    expect(await database.query("select * from clickstream_loaded_objects")).toEqual([]);
  });
});

/** Each object has an event of its own, one that other objects have, too, a bad line, and a drop report; some are of a new month. */
function buildLines(index: number): readonly string[] {
  const round = Math.floor(index / MESSAGES);
  // Nothing but bad lines: no event that the loaders share keeps one behind the other.
  if (round === 0) return ["broken", "broken"];
  const atMs = Date.UTC(2024, round, 15);
  const stream = { page_load_id: `p${String(index % 5)}`, last_seq: index, dropped: { expired: index } };
  const idOf = (offset: number): string => printUuid(stableUuid(atMs, offset));
  const fields = { event_timestamp: new Date(atMs).toISOString(), page_load_id: stream.page_load_id };
  const note = { received_at: new Date(atMs).toISOString(), stream };
  return [
    buildLine({ ...fields, event_id: idOf(100 + index) }, note),
    // Three events that all objects of a round share, each time in another order.
    ...rotate([0, 1, 2], index).map((offset) =>
      buildLine({ ...fields, page_load_id: undefined, event_id: idOf(offset) }, { received_at: note.received_at }),
    ),
    "broken",
  ];
}

/** The same id at each call. */
function stableUuid(atMs: number, offset: number): bigint {
  return (BigInt(atMs) << 80n) | (0x7000n << 64n) | (0x8n << 60n) | BigInt(offset);
}

function rotate<Value>(values: readonly Value[], by: number): readonly Value[] {
  const at = by % values.length;
  return [...values.slice(at), ...values.slice(0, at)];
}

/** Everything but times of loading, and the object that a row came from: several have the same event. */
async function readAll(database: Database): Promise<readonly (readonly unknown[])[]> {
  return [
    await database.query(`select row(${COPY_LIST.join(", ")})::text as row from clickstream_events order by event_id`),
    await database.query("select * from clickstream_streams order by page_load_id, counted_by"),
    await database.query("select object_key, line, reason from clickstream_quarantine order by object_key, line"),
    await database.query("select object_key, last_modified from clickstream_loaded_objects order by object_key"),
    await database.query(
      "select inhrelid::regclass::text as month from pg_inherits where inhparent = 'clickstream_events'::regclass order by 1",
    ),
  ];
}

function countEach(database: Database): Promise<readonly unknown[]> {
  return database.query("select client_id, count(*) as events from clickstream_events group by 1 order by 1");
}

async function untilErasureWaits(database: Database): Promise<void> {
  const isWaiting = (): Promise<readonly unknown[]> =>
    database.query("select from pg_locks where locktype = 'advisory' and not granted");
  await vi.waitFor(async () => expect(await isWaiting()).not.toEqual([]), { timeout: 10_000, interval: 10 });
}
