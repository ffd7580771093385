/** The loader and the erasure are killed between any two of their effects, run again, and nothing is lost or too much. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COPY_LIST } from "../../examples/warehouse/columns/columns.ts";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { erase } from "../../examples/warehouse/erase/erase.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { workQueue } from "../../examples/warehouse/queue/work-queue.ts";
import type { ErasableSource } from "../../examples/warehouse/sources/object-source.ts";
import { BUCKET, buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";
import { createKillSwitch, endSession } from "./kill-switch.ts";
import { buildNotification, createTestQueue } from "./test-messages.ts";

const DAY_MS = 86_400_000;

const TABLES = [
  "clickstream_events",
  "clickstream_streams",
  "clickstream_quarantine",
  "clickstream_loaded_objects",
  "clickstream_watermark",
];

async function readAll(database: Database): Promise<readonly unknown[]> {
  return [
    await database.query(
      `select row(${COPY_LIST.join(", ")}, object_key)::text as row from clickstream_events order by event_id`,
    ),
    await database.query("select * from clickstream_streams order by page_load_id, counted_by"),
    await database.query("select object_key, line, reason from clickstream_quarantine order by object_key, line"),
    await database.query("select object_key, last_modified from clickstream_loaded_objects order by object_key"),
    await database.query("select source, listed_until from clickstream_watermark"),
  ];
}

async function readBucket(source: ErasableSource): Promise<readonly string[]> {
  const objects: string[] = [];
  for await (const { key } of source.list()) objects.push(`${key}\n${(await source.read(key)) ?? ""}`);
  return objects;
}

// The newest engine that this machine has: what is killed is our own code, which is the same on all.
describe.each(ENGINES_HERE.slice(-1))("on $name", { timeout: 180_000 }, ({ start }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 120_000);
  afterAll(() => server.stop());

  test("the loader", async () => {
    const bucket = await createTestBucket();
    const shared = buildLine({ page_load_id: "p1", event_seq: 1 });
    const stream = { page_load_id: "p1", last_seq: 3, dropped: { expired: 2 } };
    await bucket.put(buildKey("a.ndjson"), `${shared}\nbroken\n`);
    await bucket.put(buildKey("b.ndjson"), `${shared}\n${buildLine({}, { stream })}\n`);
    // It is too old to be listed again once the watermark has moved.
    await bucket.put(buildKey("c.ndjson"), `${buildLine()}\nbroken\n`, new Date(Date.now() - 9 * DAY_MS));
    const database = await server.fresh();
    const chunkSize = 1;
    await load({ source: bucket.source, database, chunkSize });
    const undisturbed = await readAll(database);

    let steps = 0;
    for (; ; steps += 1) {
      await database.run(`truncate ${TABLES.join(", ")}`);
      const killSwitch = createKillSwitch(steps);
      const killed = load({
        source: killSwitch.source(bucket.source),
        database: killSwitch.database(database),
        chunkSize,
      });
      const report = await killed.catch((error: unknown) => error);
      await killSwitch.settled();
      await endSession(database);
      // An object that could not be read does not end the run.
      if (!(report instanceof Error)) break;
      expect(report.message).toBe("killed");
      await load({ source: bucket.source, database, chunkSize });
      expect(await readAll(database), `killed after ${String(steps)} effects`).toEqual(undisturbed);
    }
    expect(steps).toBeGreaterThan(20);
  });

  test("the loader that works through a queue", async () => {
    const bucket = await createTestBucket();
    const stream = { page_load_id: "p1", last_seq: 2, dropped: { expired: 1 } };
    const shared = buildLine({ page_load_id: "p1" }, { stream });
    await bucket.put(buildKey("a.ndjson"), [shared, buildLine({ page_load_id: "p1" }, { stream })].join("\n"));
    await bucket.put(buildKey("b.ndjson"), `${shared}\n${buildLine()}\nbroken\n`);
    await bucket.put(buildKey("c.ndjson"), buildLine());
    const database = await server.fresh();
    await load({ source: bucket.source, database });
    // The watermark is the listing's alone.
    const full = (await readAll(database)).slice(0, 4);

    const bodies = [["a", "b"], ["b"], ["c", "gone"]].map((names) =>
      buildNotification(...names.map((name) => buildKey(`${name}.ndjson`))),
    );
    let steps = 0;
    for (; ; steps += 1) {
      await database.run(`truncate ${TABLES.join(", ")}`);
      const queue = createTestQueue(bodies);
      const killSwitch = createKillSwitch(steps);
      const options = { bucket: BUCKET, chunkSize: 1 };
      const killed = workQueue({
        ...options,
        queue: killSwitch.queue(queue),
        source: killSwitch.source(bucket.source),
        database: killSwitch.database(database),
      });
      const report = await killed.catch((error: unknown) => error);
      await killSwitch.settled();
      await endSession(database);
      // What a message announced is stored before the message is gone, whatever the loader died of.
      const left = queue.left().map(({ body }) => body);
      await workQueue({ ...options, queue: createTestQueue(left), source: bucket.source, database });
      expect((await readAll(database)).slice(0, 4), `killed after ${String(steps)} effects`).toEqual(full);
      if (!(report instanceof Error) && left.length === 0) break;
    }
    expect(steps).toBeGreaterThan(25);
  });

  test("the erasure", async () => {
    const bucket = await createTestBucket();
    const lines = {
      alone: buildLine({ client_id: ADA.client[0], ...seen("ada-1", 1) }, counted("ada-1")),
      shared: [
        buildLine({ client_id: ADA.client[0], ...seen("ada-1", 2) }),
        buildLine({ client_id: "kiosk", user_id: "bob", ...seen("kiosk-1", 1) }, counted("kiosk-1")),
        buildLine({ client_id: "kiosk", user_id: ADA.user[0], ...seen("kiosk-1", 2) }),
      ],
      broken: `{"client_id":"${ADA.client[0]}", broken`,
      packed: [
        buildLine({ client_id: "new", ...seen("new-1", 1) }, { first_party_id: ADA.firstParty[0] }),
        buildLine({ client_id: "bob", ...seen("bob-1", 1) }, counted("bob-1")),
      ],
      bobs: buildLine({ client_id: "bob", ...seen("bob-1", 2) }),
    };
    const fill = async ({ folder, put, source }: TestBucket): Promise<void> => {
      for (const part of ["events", ".incoming"]) await rm(join(folder, part), { recursive: true, force: true });
      await put(buildKey("a.ndjson"), lines.alone);
      await put(buildKey("b.ndjson"), lines.bobs);
      await put(buildKey("c.ndjson"), [...lines.shared, lines.broken].join("\n"));
      await source.create(buildKey("d.ndjson.gz"), lines.packed.join("\n"));
    };
    const database = await server.fresh();
    const { source } = bucket;
    const prepare = async (): Promise<void> => {
      await fill(bucket);
      await database.run(`truncate ${[...TABLES, "clickstream_erased_objects"].join(", ")}`);
      await load({ source, database });
    };
    const loaded = (): Promise<unknown> =>
      database.query("select object_key from clickstream_loaded_objects order by object_key");
    const readEverything = async (): Promise<unknown> => [
      await readBucket(source),
      (await readAll(database)).slice(0, 3),
      await loaded(),
      await database.query("select page_load_id, missing from delivery_proof order by 1"),
    ];
    await prepare();
    expect(await findIds(bucket.folder, database)).not.toEqual([]);
    await erase({ source, database, visitor: ADA, isDryRun: false });
    await load({ source, database });
    const undisturbed = await readEverything();
    expect(await findIds(bucket.folder, database)).toEqual([]);
    expect(undisturbed).toEqual([
      expect.arrayContaining([`${buildKey("b.ndjson")}\n${lines.bobs}`]),
      [expect.toSatisfy((rows: unknown[]) => rows.length === 3), expect.anything(), []],
      expect.toSatisfy((keys: unknown[]) => keys.length === 3),
      [
        { page_load_id: "bob-1", missing: 0 },
        { page_load_id: "kiosk-1", missing: 0 },
      ],
    ]);

    let steps = 0;
    for (; ; steps += 1) {
      await prepare();
      const killSwitch = createKillSwitch(steps);
      const killed = erase({
        source: killSwitch.source(source),
        database: killSwitch.database(database),
        visitor: ADA,
        isDryRun: false,
      });
      const report = await killed.catch((error: unknown) => error);
      await killSwitch.settled();
      await endSession(database);
      if (!(report instanceof Error)) break;
      const left = (await readBucket(source)).join("\n");
      for (const line of [lines.bobs, lines.shared[1], lines.packed[1]]) expect(left).toContain(line);
      expect(await database.query("select count(*) as rows from clickstream_events where client_id = 'bob'")).toEqual([
        { rows: 2 },
      ]);

      await load({ source, database });
      const { lostKeys } = await erase({ source, database, visitor: ADA, isDryRun: false });
      await load({ source, database });
      const after = `killed after ${String(steps)} effects`;
      expect(await readEverything(), after).toEqual(undisturbed);
      expect([await findIds(bucket.folder, database), lostKeys], after).toEqual([[], []]);
    }
    expect(steps).toBeGreaterThan(20);
  });
});

/** Ids that are nowhere by chance. */
const ADA = { client: ["ada-1815-12-10"], user: ["lovelace-1852-11-27"], firstParty: ["byron-1835-07-08"] } as const;

const seen = (page_load_id: string, event_seq: number): object => ({ page_load_id, event_seq });

const counted = (page_load_id: string): Readonly<Record<string, unknown>> => ({
  stream: { page_load_id, last_seq: 2, dropped: {} },
});

/** Where an id of the visitor is: files of any name, compressed or not, and rows of any table. */
async function findIds(folder: string, database: Database): Promise<readonly string[]> {
  const ids = Object.values(ADA).flat();
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
    if (ids.some((id) => text.includes(id))) found.push(entry.name);
  }
  const tables = await database.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select whole::text as row from ${name} whole`);
    if (rows.some(({ row }) => ids.some((id) => row.includes(id)))) found.push(name);
  }
  return found;
}
