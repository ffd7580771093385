/** Queries the raw files themselves, with DuckDB in this process: no load, no server. */
import { DuckDBInstance } from "@duckdb/node-api";
import { COLUMN_TYPES } from "../columns/column-types.ts";
import { COLUMNS, type Column } from "../columns/columns.ts";
import { readSql, SHARED_VIEWS } from "../database/schema.ts";

export interface DuckDbFiles {
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): void;
}

/** `folder` is the one that has `events` in it, with one file at least. */
export async function openDuckDbFiles(folder: string): Promise<DuckDbFiles> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const views = await Promise.all(["duckdb-views.sql", ...SHARED_VIEWS].map(readSql));
  await connection.run("set timezone = 'UTC'");
  await connection.run([buildEventsTable(folder), ...views].join(";\n"));
  return {
    query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * Builds the same columns as the loader. Each file is read once, into memory: a view would read all of them again for each
 * question. Lines that are not events are left out. Of an event that is stored twice, the line that was received first
 * counts.
 */
function buildEventsTable(folder: string): string {
  const required = COLUMNS.filter(({ isRequired }) => isRequired).map(({ name }) => `${name} is not null`);
  return `
create table clickstream_lines as
select * from (
  select ${COLUMNS.map((column) => `${buildExpression(column)} as ${column.name}`).join(",\n    ")}, filename
  from read_ndjson_objects(${quote(`${folder}/events/**/*json*`)}, filename = true, ignore_errors = true)
  -- Not files that are just being written.
  where filename not like '%.tmp'
)
where ${required.join(" and ")};

create table clickstream_events as
select * exclude (filename) from clickstream_lines
qualify row_number() over (partition by event_id order by received_at, filename) = 1`;
}

function buildExpression({ type, path }: Column): string {
  const jsonPath = quote(`$${path.map((field) => `."${field ?? ""}"`).join("")}`);
  return COLUMN_TYPES[type].duckdb(`json_extract(json, ${jsonPath})`, `json_extract_string(json, ${jsonPath})`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
