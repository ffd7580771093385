/** The loader and the erasure are killed between any two of their effects, run again, and nothing is lost or too much. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COPY_LIST } from "../../examples/warehouse/columns/columns.ts";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { erase } from "../../examples/warehouse/erase/erase.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import type { ErasableSource } from "../../examples/warehouse/sources/object-source.ts";
import { buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";
import { createKillSwitch, endSession } from "./kill-switch.ts";

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

  test("the erasure", async () => {
    const bucket = await createTestBucket();
    const ada = { client_id: "ada", page_load_id: "ada-1", event_seq: 1 };
    const bob = { client_id: "bob", page_load_id: "bob-1", event_seq: 1 };
    const stream = (page_load_id: string): object => ({ stream: { page_load_id, last_seq: 2, dropped: {} } });
    const lines = {
      adas: buildLine(ada, { ...stream("ada-1") }),
      bobs: buildLine(bob, { ...stream("bob-1") }),
      shared: [buildLine(ada), buildLine(bob), buildLine(ada)],
      broken: `{"client_id":"ada", broken`,
    };
    const fill = async ({ folder, put }: TestBucket): Promise<void> => {
      await rm(join(folder, "events"), { recursive: true, force: true });
      await put(buildKey("a.ndjson"), lines.adas);
      await put(buildKey("b.ndjson"), lines.bobs);
      await put(buildKey("c.ndjson"), [...lines.shared, lines.broken].join("\n"));
    };
    const database = await server.fresh();
    const { source } = bucket;
    const prepare = async (): Promise<void> => {
      await fill(bucket);
      await database.run(`truncate ${TABLES.join(", ")}`);
      await load({ source, database });
    };
    // Not the quarantine: a second run does not know which objects the killed one has removed, and their bad lines stay.
    const readEventsAndReports = async (): Promise<readonly unknown[]> => (await readAll(database)).slice(0, 2);
    await prepare();
    await erase({ source, database, clientId: "ada", isDryRun: false });
    await load({ source, database });
    const undisturbed = [await readBucket(source), await readEventsAndReports()];
    expect(undisturbed[0]).toEqual([
      `${buildKey("b.ndjson")}\n${lines.bobs}`,
      expect.stringMatching(/\/rest-\w{16}\.ndjson\n/),
    ]);

    let steps = 0;
    for (; ; steps += 1) {
      await prepare();
      const killSwitch = createKillSwitch(steps);
      const killed = erase({
        source: killSwitch.source(source),
        database: killSwitch.database(database),
        clientId: "ada",
        isDryRun: false,
      });
      const report = await killed.catch((error: unknown) => error);
      await killSwitch.settled();
      await endSession(database);
      if (!(report instanceof Error)) break;
      const left = (await readBucket(source)).join("\n");
      for (const line of [lines.bobs, lines.shared[1]]) expect(left).toContain(line);
      expect(await database.query("select count(*) as rows from clickstream_events where client_id = 'bob'")).toEqual([
        { rows: 2 },
      ]);

      await load({ source, database });
      await erase({ source, database, clientId: "ada", isDryRun: false });
      await load({ source, database });
      expect([await readBucket(source), await readEventsAndReports()], `killed after ${String(steps)} effects`).toEqual(
        undisturbed,
      );
    }
    expect(steps).toBeGreaterThan(12);
  });
});
