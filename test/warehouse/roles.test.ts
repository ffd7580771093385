/** Each role can do its work, and nothing else. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { erase } from "../../examples/warehouse/erase/erase.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { QUESTIONS } from "../../examples/warehouse/questions/questions.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { buildBatch, createTestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  clickstream_loader: [
    "clickstream_erased_objects SELECT",
    "clickstream_events INSERT",
    "clickstream_events SELECT",
    "clickstream_loaded_objects DELETE",
    "clickstream_loaded_objects INSERT",
    "clickstream_loaded_objects SELECT",
    "clickstream_loaded_objects UPDATE",
    "clickstream_quarantine DELETE",
    "clickstream_quarantine INSERT",
    "clickstream_quarantine SELECT",
    "clickstream_quarantine UPDATE",
    "clickstream_streams INSERT",
    "clickstream_streams SELECT",
    "clickstream_streams UPDATE",
    "clickstream_watermark INSERT",
    "clickstream_watermark SELECT",
    "clickstream_watermark UPDATE",
    "warehouse_schema SELECT",
  ],
  clickstream_reader: [
    "clickstream_events SELECT",
    "clickstream_quarantine SELECT",
    "clickstream_streams SELECT",
    "clickstream_watermark SELECT",
    "delivery_proof SELECT",
    "freshness SELECT",
    "funnel SELECT",
    "order_event_items SELECT",
    "order_events SELECT",
    "order_items SELECT",
    "orders SELECT",
    "product_performance SELECT",
    "product_revenue SELECT",
    "refunds SELECT",
    "revenue SELECT",
    "session_events SELECT",
    "sessions SELECT",
    "stream_reports SELECT",
    "visitor_events SELECT",
  ],
  clickstream_eraser: [
    "clickstream_erased_objects DELETE",
    "clickstream_erased_objects INSERT",
    "clickstream_erased_objects SELECT",
    "clickstream_erased_objects UPDATE",
    "clickstream_events DELETE",
    "clickstream_events SELECT",
    "clickstream_loaded_objects DELETE",
    "clickstream_loaded_objects SELECT",
    "clickstream_quarantine DELETE",
    "clickstream_quarantine SELECT",
    "clickstream_streams DELETE",
    "clickstream_streams INSERT",
    "clickstream_streams SELECT",
    "clickstream_streams UPDATE",
    "warehouse_schema SELECT",
  ],
};

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  const become = async (database: Database, role: string): Promise<void> => {
    await database.run(`set role ${role}`);
    onTestFinished(() => database.run("reset role").catch(() => undefined));
  };
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  test.each(Object.entries(RIGHTS))("%s has exactly its rights", async (role, rights) => {
    const database = await server.fresh();
    const granted = await database.query<{ right: string }>(
      `select table_name || ' ' || privilege_type as right from information_schema.role_table_grants
       where grantee = $1 and table_schema = 'public'`,
      [role],
    );
    expect(granted.map(({ right }) => right).toSorted()).toEqual(rights);
  });

  test("the loader loads, and can neither change nor remove an event nor a table", async () => {
    const bucket = await createTestBucket();
    await bucket.send(buildBatch("p1", [{}, {}]));
    const database = await server.fresh();
    await become(database, "clickstream_loader");
    expect(await ensureSchema(database)).toBe(false);
    expect(await load({ source: bucket.source, database })).toMatchObject({ stored: 2 });
    for (const deed of [
      "delete from clickstream_events",
      "update clickstream_events set client_id = 'x'",
      "truncate clickstream_events",
      "drop table clickstream_events",
    ]) {
      await expect(database.run(deed), deed).rejects.toThrow(/permission denied|must be owner/);
    }
  });

  test("the reader asks all questions, and writes nothing", async () => {
    const database = await server.fresh();
    await become(database, "clickstream_reader");
    for (const { sql } of Object.values(QUESTIONS)) await database.query(sql);
    for (const deed of ["delete from clickstream_events", "select ensure_events_month('2026-01-01')"]) {
      await expect(database.run(deed), deed).rejects.toThrow("permission denied");
    }
  });

  test("the eraser erases, and neither adds nor changes an event", async () => {
    const bucket = await createTestBucket();
    await bucket.send(buildBatch("p1", [{}, {}]));
    const database = await server.fresh();
    await load({ source: bucket.source, database });
    await become(database, "clickstream_eraser");
    const report = await erase({
      source: bucket.source,
      database,
      visitor: { client: ["client-1"], user: [], firstParty: [] },
      isDryRun: false,
    });
    expect(report).toMatchObject({ rows: 2, streams: 1, removedObjects: 2 });
    for (const deed of [
      "insert into clickstream_events (event_id) values (gen_random_uuid())",
      "update clickstream_events set client_id = 'x'",
      "truncate clickstream_events",
    ]) {
      await expect(database.run(deed), deed).rejects.toThrow("permission denied");
    }
  });
});
