/** What the warehouse relies on in a database, and how the settings choose one. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { inTransaction, readSqlState, type Database } from "../../examples/warehouse/database/database.ts";
import { openPostgres } from "../../examples/warehouse/database/postgres-database.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { openDatabase, openSource } from "../../examples/warehouse/settings.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

describe.each(ENGINES_HERE)("on $name", { timeout: 60_000 }, ({ start }) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await start();
  }, 120_000);
  beforeEach(async () => {
    database = await server.fresh();
  }, 60_000);
  afterAll(() => server.stop());

  const openOther = async (): Promise<Database> => {
    const other = await openPostgres(server.url ?? "");
    onTestFinished(() => other.close().catch(() => undefined));
    return other;
  };
  const insert = (key: string): Promise<unknown> =>
    database.query("insert into clickstream_watermark (source, listed_until) values ($1, now())", [key]);

  test("a transaction that fails changes nothing, throws its own error, and leaves the connection in order", async () => {
    const failed = inTransaction(database, async () => {
      await insert("a");
      await insert("a");
    });
    await expect(failed).rejects.toSatisfy((error) => readSqlState(error) === "23505");
    expect(await database.query("select from clickstream_watermark")).toEqual([]);
    expect(await inTransaction(database, () => insert("b").then(() => "result"))).toBe("result");
    expect(await database.query("select source from clickstream_watermark")).toEqual([{ source: "b" }]);
  });

  test("counts are numbers, decimals are exact, and times are dates", async () => {
    expect(
      await database.query("select 5::bigint as a, 0.1::numeric(9, 2) as b, '2026-11-10Z'::timestamptz as c"),
    ).toEqual([{ a: 5, b: "0.10", c: new Date("2026-11-10T00:00:00Z") }]);
  });

  test("names the server without the password", (context) => {
    if (server.url === undefined) return context.skip();
    expect(database.where).toBe(`clickstream_dw at 127.0.0.1:${new URL(server.url).port}`);
  });

  test("two loaders that begin at once make the schema once", async (context) => {
    if (server.url === undefined) return context.skip();
    await database.run("drop schema public cascade; create schema public");
    const other = await openOther();
    await other.run("begin; select pg_advisory_xact_lock(7263001)");
    const making = ensureSchema(database);
    await expect.poll(() => other.query("select from pg_locks where not granted")).toHaveLength(1);
    await other.run("commit");
    expect(await making).toBe(true);
    expect(await ensureSchema(other)).toBe(false);
  });

  test("a schema that cannot be asked for is an error, not a new schema", async () => {
    await database.run("alter table warehouse_schema rename column fingerprint to other");
    await expect(ensureSchema(database)).rejects.toThrow("fingerprint");
  });

  test("a connection that the server ends fails its query, and not the process", async (context) => {
    if (server.url === undefined) return context.skip();
    const other = await openOther();
    const [backend] = await other.query<{ pid: number }>("select pg_backend_pid() as pid");
    await database.query("select pg_terminate_backend($1)", [backend?.pid]);
    await expect(inTransaction(other, () => other.query("select 1"))).rejects.toThrow();
  });

  test("the smallest id of a time is that time's, to the millisecond", async () => {
    expect(
      await database.query(
        "select event_id_at('1970-01-01Z') as first, event_id_at('2026-11-01T00:00:00.001Z') as later",
      ),
    ).toEqual([{ first: "00000000-0000-0000-0000-000000000000", later: "01a19467-e801-0000-0000-000000000000" }]);
  });

  test("a month is one of UTC, whatever the zone of the session, and is made once", async () => {
    await database.run("set timezone = 'Asia/Tokyo'");
    await database.query("select ensure_events_month('2026-11-01')");
    await database.query("select ensure_events_month('2026-11-15')");
    const insertAt = (time: string): Promise<unknown> =>
      database.query(
        `insert into clickstream_events (event_id, event_name, event_timestamp, received_at, object_key)
         values (event_id_at($1::timestamptz), 'page_view', now(), now(), 'k')`,
        [time],
      );
    for (const time of ["2026-10-31T23:59:59.999Z", "2026-11-01Z", "2026-11-30T23:59:59.999Z", "2026-12-01Z"]) {
      await insertAt(time);
    }
    expect(
      await database.query("select tableoid::regclass::text as partition from clickstream_events order by event_id"),
    ).toEqual(["other", "2026_11", "2026_11", "other"].map((part) => ({ partition: `clickstream_events_${part}` })));
    await database.query("select ensure_events_month('2026-10-01')");
    expect(
      await database.query("select tableoid::regclass::text as partition from clickstream_events order by event_id"),
    ).toEqual(["2026_10", "2026_11", "2026_11", "other"].map((part) => ({ partition: `clickstream_events_${part}` })));
  });

  test("the highest count of each reason wins, on either side", async () => {
    expect(
      await database.query(`select highest_counts('{"a": 10, "b": 9}', '{"a": 9, "b": 10, "c": 0}') as counts,
        highest_counts('{}', '{}') as none`),
    ).toEqual([{ counts: { a: 10, b: 10, c: 0 }, none: {} }]);
  });

  test("the roles cannot log in", async () => {
    expect(
      await database.query(
        "select rolname as name, rolcanlogin as can from pg_roles where rolname ~ '^clickstream' order by 1",
      ),
    ).toEqual(["eraser", "loader", "reader"].map((name) => ({ name: `clickstream_${name}`, can: false })));
  });
});

test("an error that is none of PostgreSQL's has no SQLSTATE", () => {
  expect([new Error("x"), "x", undefined, Object.assign(new Error("x"), { code: 5 })].map(readSqlState)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe("a folder of PGlite", { timeout: 120_000 }, () => {
  const createPlace = async (): Promise<string> => {
    const place = await mkdtemp(join(tmpdir(), "clickstream-"));
    onTestFinished(() => rm(place, { recursive: true, force: true }));
    return place;
  };

  test("is made, is refused while it is open, and keeps its rows", async () => {
    const place = join(await createPlace(), "deeper");
    const database = await openDatabase({ DATABASE_URL: "" }, place);
    expect(database.where).toBe(`clickstream_dw of PGlite in ${join(place, "warehouse")}`);
    await database.run("create table kept (value int); insert into kept values (5)");
    await expect(openDatabase({}, place)).rejects.toThrow(`in use by process ${String(process.pid)}.`);
    await database.close();
    expect(await readdir(place)).toEqual(["warehouse"]);

    const again = await openDatabase({}, place);
    expect(await again.query("select value, current_database() as name from kept")).toEqual([
      { value: 5, name: "clickstream_dw" },
    ]);
    await again.close();
  });

  test("that has PGlite's files and not our database is completed", async () => {
    const place = await createPlace();
    const bare = await PGlite.create({ dataDir: join(place, "warehouse") });
    await bare.close();
    const database = await openDatabase({}, place);
    expect(await database.query("select current_database() as name")).toEqual([{ name: "clickstream_dw" }]);
    await database.close();
  });
});

describe("the settings", () => {
  test.each([
    [{}, resolve(".clickstream/clickstream-s3-ingest")],
    [{ RAW_BUCKET_NAME: "b" }, "s3://b"],
    [{ AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9" }, "s3://clickstream-s3-ingest"],
    [{ AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9", RAW_BUCKET_NAME: "b" }, "s3://b"],
  ])("%j read from %s", (env, name) => {
    expect(openSource(env).name).toBe(name);
  });

  test("connect to the server that they name", async () => {
    await expect(openDatabase({ DATABASE_URL: "postgres://u:secret@127.0.0.1:9/dw" })).rejects.toThrow("ECONNREFUSED");
  });
});
