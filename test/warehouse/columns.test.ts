/** The columns in each engine, and the value of each, as written down by hand: neither is compared with the code that makes it. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateSql } from "../../examples/warehouse/columns/generate-sql.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { openRawFiles } from "../../examples/warehouse/questions/duckdb-files.ts";
import { createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";
import { toPlainRow } from "./plain-rows.ts";

/** Each column: its types in PostgreSQL, Redshift and Athena, the JSON that a line has, and the value of the row. */
const COLUMNS: readonly (readonly [
  name: string,
  postgres: string,
  redshift: string,
  athena: string,
  json: unknown,
  value: unknown,
])[] = [
  [
    "event_id",
    "uuid not null",
    "char(36) not null",
    "string",
    "019a6b00-0000-7000-8000-000000000001",
    "019a6b00-0000-7000-8000-000000000001",
  ],
  ["event_name", "text", "varchar(2048)", "string", "Add 2 carts", "Add 2 carts"],
  [
    "event_timestamp",
    "timestamp with time zone not null",
    "timestamptz not null",
    "string",
    "2026-11-10T06:50:00.5+07:00",
    "2026-11-09T23:50:00.500Z",
  ],
  ["client_id", "text", "varchar(2048)", "string", "ap-southeast-1:1b2c", "ap-southeast-1:1b2c"],
  ["session_id", "text", "varchar(2048)", "string", "S-1_x", "S-1_x"],
  ["is_first_visit", "boolean", "boolean", "boolean", true, true],
  ["session_number", "bigint", "bigint", "bigint", 1, 1],
  ["session_start", "text", "varchar(2048)", "string", "new_campaign", "new_campaign"],
  ["user_id", "text", "varchar(2048)", "string", "auth0|äöü@example.com", "auth0|äöü@example.com"],
  ["user_login_state", "text", "varchar(64)", "string", "logged_in", "logged_in"],
  ["identity_source", "text", "varchar(2048)", "string", "google.com", "google.com"],
  ["context_product_id", "text", "varchar(65535)", "string", 7, 7],
  ["context_product_name", "text", "varchar(65535)", "string", "Tea\tpot\n\\N \u{1f375}", "Tea\tpot\n\\N \u{1f375}"],
  ["context_product_category", "text", "varchar(65535)", "string", "", ""],
  ["context_product_brand", "text", "varchar(65535)", "string", true, "true"],
  ["context_product_price", "numeric", "decimal(18, 4)", "decimal(18, 4)", 0, 0],
  ["context_product_discount_price", "numeric", "decimal(18, 4)", "decimal(18, 4)", "-12.3456", -12.3456],
  ["context_product_url_path", "text", "varchar(65535)", "string", "/茶", "/茶"],
  ["page_url", "text", "varchar(65535)", "string", "https://shop.example/?a=1", "https://shop.example/?a=1"],
  ["page_path", "text", "varchar(65535)", "string", "/p", "/p"],
  ["page_title", "text", "varchar(65535)", "string", "nul\0 <b>", "nul <b>"],
  ["page_referrer", "text", "varchar(65535)", "string", "https://other.example/", "https://other.example/"],
  ["global_privacy_control", "boolean", "boolean", "boolean", false, false],
  ["page_load_id", "text", "varchar(64)", "string", "P-1", "P-1"],
  ["event_seq", "bigint", "bigint", "bigint", 9_007_199_254_740_991, 9_007_199_254_740_991],
  ["properties", "jsonb", "super", "string", { quantity: 2, deep: [{ é: 1 }] }, { quantity: 2, deep: [{ é: 1 }] }],
];

const NOTE_COLUMNS: typeof COLUMNS = [
  [
    "received_at",
    "timestamp with time zone not null",
    "timestamptz not null",
    "string",
    "2026-11-10T00:00:00.001Z",
    "2026-11-10T00:00:00.001Z",
  ],
  [
    "sent_at",
    "timestamp with time zone",
    "timestamptz",
    "string",
    "2026-11-09T23:59:59.999Z",
    "2026-11-09T23:59:59.999Z",
  ],
  ["batch_id", "text", "varchar(64)", "string", "batch-1", "batch-1"],
  ["request_id", "text", "varchar(65535)", "string", "JKJaXmPLvHcESHA=", "JKJaXmPLvHcESHA="],
  ["source_ip", "text", "varchar(65535)", "string", "2001:db8::1", "2001:db8::1"],
  ["user_agent", "text", "varchar(65535)", "string", "Mozilla/5.0 (X11)", "Mozilla/5.0 (X11)"],
  ["origin", "text", "varchar(65535)", "string", "https://shop.example", "https://shop.example"],
  ["origin_verified", "boolean", "boolean", "boolean", false, false],
  ["gpc", "boolean", "boolean", "boolean", true, true],
  ["token", "text", "varchar(64)", "string", "expired", "expired"],
  ["first_party_id", "text", "varchar(64)", "string", "fp-1", "fp-1"],
  ["event_id_source", "text", "varchar(64)", "string", "client", "client"],
  ["timestamp_source", "text", "varchar(64)", "string", "corrected", "corrected"],
  ["client_timestamp", "text", "varchar(65535)", "string", "yesterday", "yesterday"],
  ["identity", "jsonb", "super", "string", { client_id: "body" }, { client_id: "body" }],
  ["claimed", "jsonb", "super", "string", { user_id: "eve" }, { user_id: "eve" }],
  [
    "stream",
    "jsonb",
    "super",
    "string",
    { page_load_id: "P-1", last_seq: 3, dropped: { expired: 1 } },
    { page_load_id: "P-1", last_seq: 3, dropped: { expired: 1 } },
  ],
  ["original", "jsonb", "super", "string", { user_id: 42 }, { user_id: 42 }],
];

const ALL = [...COLUMNS, ...NOTE_COLUMNS];

const pickJson = (columns: typeof COLUMNS): Readonly<Record<string, unknown>> =>
  Object.fromEntries(columns.map(([name, , , , json]) => [name, json]));

const readSql = (name: string): Promise<string> => readFile(`examples/warehouse/sql/${name}`, "utf8");

/** The lines between the first one that ends with `(` or `<` and its end, as `name type`. */
function listColumns(sql: string, begin: RegExp, end: RegExp): readonly string[] {
  const lines = sql.split("\n");
  const first = lines.findIndex((line) => begin.test(line)) + 1;
  const length = lines.slice(first).findIndex((line) => end.test(line));
  return lines.slice(first, first + length).map((line) => line.trim().replace(/,$/, ""));
}

test.each([...generateSql()])(
  "%s is what the generator writes now (npm run warehouse:sql writes it)",
  async (name, text) => {
    expect(await readSql(name)).toBe(text);
  },
);

test("Redshift has the columns in order, and their paths in the same order", async () => {
  const sql = await readSql("redshift.sql");
  const expected = ALL.map(([name, , redshift]) => `"${name}" ${redshift}`);
  expect(listColumns(sql, /^create table/, /^\)/)).toEqual(expected);
  const names = ALL.map(([name]) => `"${name}"`).join(", ");
  expect(sql).toContain(`insert into clickstream_events (${names})\nselect ${names} from (`);
  expect(JSON.parse(await readSql("redshift-jsonpaths.json"))).toEqual({
    jsonpaths: [...COLUMNS.map(([name]) => `$['${name}']`), ...NOTE_COLUMNS.map(([name]) => `$['_ingest']['${name}']`)],
  });
});

test("Athena has the columns of the event, and the ingest's in a struct", async () => {
  const sql = await readSql("athena.sql");
  const own = COLUMNS.map(([name, , , athena]) => `\`${name}\` ${athena}`);
  expect(listColumns(sql, /^create external table/, /ingest` struct/)).toEqual(own);
  const note = NOTE_COLUMNS.map(([name, , , athena]) => `${name}: ${athena}`);
  expect(listColumns(sql, /ingest` struct/, /^ {2}>/)).toEqual(note);
});

/** One line has every value, the others have values that no column can hold, and are events all the same. */
async function fill(bucket: TestBucket): Promise<void> {
  const whole = { ...pickJson(COLUMNS), own: [1], _ingest: pickJson(NOTE_COLUMNS) };
  await bucket.put("events/2026/11/10/a.ndjson", `${JSON.stringify(whole)}\n`);
  const wrong = Object.entries(WRONG_VALUES).flatMap(([name, values]) =>
    values.map((value) => ({ ...pickJson(COLUMNS.slice(0, 3)), [name]: value })),
  );
  const lines = wrong.map((fields, index) =>
    JSON.stringify({ ...fields, event_id: idOf(index), _ingest: { received_at: "2026-11-10T00:00:00Z" } }),
  );
  await bucket.put("events/2026/11/10/wrong.ndjson", lines.join("\n"));
}

const idOf = (index: number): string => `019a6b00-0000-7000-9000-${String(index).padStart(12, "0")}`;

const WRONG_VALUES: Readonly<Record<string, readonly unknown[]>> = {
  client_id: [7, "", "a\nb", "x".repeat(513), {}],
  page_load_id: ["a b", "x".repeat(65), "ä"],
  is_first_visit: ["true", 1],
  session_number: [-1, 0, 1.5, 2 ** 53, "1"],
  user_login_state: ["admin", true],
  context_product_name: [{}, [1]],
  context_product_price: ["cheap", "1e5", true, 1e14, "123456789012345"],
  properties: [[1], "text", 5],
};

describe.each(ENGINES_HERE)("on $name", { timeout: 60_000 }, ({ start }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 120_000);
  afterAll(() => server.stop());

  test("the table has the columns, and the loader's own", async () => {
    const database = await server.fresh();
    const rows = await database.query<{ column: string }>(
      `select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end as column
       from pg_attribute where attrelid = 'clickstream_events'::regclass and attnum > 0 and not attisdropped
       order by attnum`,
    );
    expect(rows.map(({ column }) => column)).toEqual([
      ...ALL.map(([name, postgres]) => `${name} ${postgres}`),
      "extra jsonb",
      "object_key text not null",
      "loaded_at timestamp with time zone not null",
    ]);
  });

  test("an event is unique by its id alone, and has an index for each way of asking", async () => {
    const database = await server.fresh();
    const rows = await database.query<{ index: string }>(
      `select regexp_replace(indexdef, '^.* USING ', '') as index from pg_indexes
       where schemaname = 'public' and indexdef not like '%clickstream_events_2%' and tablename <> 'clickstream_events_other'
       order by tablename, indexname`,
    );
    expect(rows.map(({ index }) => index)).toEqual([
      "btree (source, object_key)",
      "btree (event_name, event_timestamp)",
      "btree (event_id)",
      "brin (received_at)",
      "btree (page_load_id, event_seq)",
      "btree (client_id, event_timestamp)",
      "btree (source, last_modified)",
      "btree (source, object_key)",
      "btree (source, object_key, line)",
      "btree (page_load_id, counted_by)",
      "btree (source)",
      "btree (fingerprint)",
    ]);
  });

  test("each column has its value, and what no column can hold is kept", async () => {
    const bucket = await createTestBucket();
    await fill(bucket);
    const database = await server.fresh();
    await database.run("set timezone = 'Asia/Tokyo'");
    await load({ source: bucket.source, database });
    const [row] = await database.query<object>("select * from clickstream_events where page_load_id = 'P-1'");
    expect(toPlainRow(row ?? {})).toEqual({
      ...Object.fromEntries(ALL.map(([name, , , , , value]) => [name, value])),
      extra: { own: [1] },
      object_key: "events/2026/11/10/a.ndjson",
      loaded_at: expect.any(String),
    });
    for (const [name, values] of Object.entries(WRONG_VALUES)) {
      const rows = await database.query<{ value: unknown; extra: object }>(
        `select ${name} as value, extra from clickstream_events where extra ? '${name}' order by event_id`,
      );
      expect(rows, name).toEqual(values.map((value) => ({ value: null, extra: { [name]: value } })));
    }
  });

  test("the views of an older version are made anew, though some use others", async () => {
    const database = await server.fresh();
    await database.run("update warehouse_schema set fingerprint = 'older'");
    expect(await ensureSchema(database)).toBe(true);
    expect(await database.query("select count(*) as sessions from sessions")).toEqual([{ sessions: 0 }]);
  });

  test("a table of an older version takes events without a name, in the months that it has as well", async () => {
    const database = await server.fresh();
    await database.run("alter table clickstream_events alter column event_name set not null");
    await database.run("select ensure_events_month('2025-11-01')");
    await database.run("update warehouse_schema set fingerprint = 'older'");
    expect(await ensureSchema(database)).toBe(true);
    await database.run(`
      insert into clickstream_events (event_id, event_timestamp, received_at, object_key)
      values ('019a6b00-0000-7000-8000-000000000002', now(), now(), 'k')`);
    expect(await database.query("select tableoid::regclass::text as month from clickstream_events")).toEqual([
      { month: "clickstream_events_2025_11" },
    ]);
  });

  test("a table of an older version gets the column that came later, and keeps its rows", async () => {
    const database = await server.fresh();
    await database.run(`
      insert into clickstream_events (event_id, event_name, event_timestamp, received_at, object_key)
      values ('019a0000-0000-7000-8000-000000000000', 'page_view', now(), now(), 'k')`);
    const nullable = ALL.filter(([, postgres]) => !postgres.includes("not null")).map(([name]) => name);
    for (const name of nullable) await database.run(`alter table clickstream_events drop column ${name} cascade`);
    await database.run("update warehouse_schema set fingerprint = 'older'");
    expect(await ensureSchema(database)).toBe(true);
    expect(await database.query(`select ${nullable.join(", ")} from clickstream_events`)).toEqual([
      Object.fromEntries(nullable.map((name) => [name, null])),
    ]);
    expect(await database.query("select count(*) as events from freshness")).toEqual([{ events: 1 }]);
    expect(await ensureSchema(database)).toBe(false);
    expect(await database.query("select count(*) as versions from warehouse_schema")).toEqual([{ versions: 1 }]);
  });
});

test("DuckDB has the same value in each column of a file", async () => {
  const bucket = await createTestBucket();
  await fill(bucket);
  const files = await openRawFiles(bucket.source);
  const [row] = await files.query(
    "select * exclude (extra, object_key, day) from clickstream_events where page_load_id = 'P-1'",
  );
  expect(toPlainRow(row ?? {})).toEqual(Object.fromEntries(ALL.map(([name, , , , , value]) => [name, value])));
  for (const name of ["client_id", "page_load_id", "is_first_visit", "session_number", "user_login_state"]) {
    const rows = await files.query(`select count(*) as events from clickstream_events where ${name} is not null`);
    expect(rows.map(toPlainRow), name).toEqual([{ events: 1 }]);
  }
  await files.close();
});
