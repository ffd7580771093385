/** One file has the columns: the wire, the table, and every engine's SQL agree with it. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COLUMN_TYPES } from "../../examples/warehouse/column-types.ts";
import { COLUMNS, COPY_LIST } from "../../examples/warehouse/columns.ts";
import { generateSql } from "../../examples/warehouse/generate-sql.ts";
import { ensureSchema } from "../../examples/warehouse/schema.ts";
import { ENGINES_HERE, type TestServer } from "./test-databases.ts";

/** The fields of an interface as they are written, which the compiler does not tell at run time. */
async function fieldsOf(path: string, name: string): Promise<readonly string[]> {
  const source = await readFile(path, "utf8");
  const body = new RegExp(`interface ${name} [^{]*\\{([^]*?)\\n\\}`).exec(source)?.[1] ?? "";
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field ?? "");
}

test("has a column for each field of the wire", async () => {
  const wire = await fieldsOf("src/wire.ts", "WireEvent");
  expect(wire.length).toBeGreaterThan(20);
  expect(COLUMNS.filter(({ path }) => path.length === 1).map(({ name }) => name)).toEqual(wire);
});

test("has a column for each word of the ingest's note", async () => {
  const note = await fieldsOf("examples/ingest-lambda/src/enrich.ts", "IngestNote");
  const time = await fieldsOf("examples/ingest-lambda/src/timestamp.ts", "EventTime");
  const names = COLUMNS.filter(({ path }) => path[0] === "_ingest").map(({ name }) => name);
  expect(names.toSorted()).toEqual([...note, ...time.filter((name) => name !== "event_timestamp")].toSorted());
});

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
