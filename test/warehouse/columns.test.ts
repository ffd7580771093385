/** One file has the columns: the wire, the table, and every engine's SQL agree with it. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COLUMN_TYPES } from "../../examples/warehouse/columns/column-types.ts";
import { COLUMNS, COPY_LIST } from "../../examples/warehouse/columns/columns.ts";
import { generateSql } from "../../examples/warehouse/columns/generate-sql.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

test.each([...generateSql()])("%s is what the columns say (npm run warehouse:sql writes it)", async (name, text) => {
  expect(await readFile(`examples/warehouse/sql/${name}`, "utf8")).toBe(text);
});

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  test("the table has the columns, with their types", async () => {
    const database = await server.fresh();
    const rows = await database.query<{ name: string; type: string }>(
      `select attname as name, atttypid::regtype::text as type from pg_attribute
       where attrelid = 'clickstream_events'::regclass and attnum > 0 and not attisdropped`,
    );
    const expected = COLUMNS.map(({ name, type }) => ({ name, type: COLUMN_TYPES[type].postgres }));
    const byRegtype = rows.map(({ name, type }) => ({
      name,
      type: type === "timestamp with time zone" ? "timestamptz" : type,
    }));
    expect(byRegtype.slice(0, COLUMNS.length)).toEqual(expected);
    expect(rows.map(({ name }) => name)).toEqual([...COPY_LIST, "object_key", "loaded_at"]);
  });

  test("a table of an older version gets the column that came later, and keeps its rows", async () => {
    const database = await server.fresh();
    await database.run(`
      insert into clickstream_events (event_id, event_name, event_timestamp, received_at, object_key)
      values ('019a0000-0000-7000-8000-000000000000', 'page_view', now(), now(), 'k');
      alter table clickstream_events drop column page_title cascade;
      update warehouse_schema set fingerprint = 'older'`);
    expect(await ensureSchema(database)).toBe(true);
    expect(await database.query("select page_title from clickstream_events")).toEqual([{ page_title: null }]);
    expect(await ensureSchema(database)).toBe(false);
  });
});
