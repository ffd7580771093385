/** Queries the files themselves, with DuckDB in this process: no load, no server. */
import { readSql, SHARED_VIEWS } from "../database/schema.ts";
import { fillTables, TABLE_COLUMNS } from "../duckdb/fill-tables.ts";
import { openDuckDb, quote, type DuckDb } from "../duckdb/open-duckdb.ts";
import { isLoadable, type ListedObject, type ObjectSource } from "../sources/object-source.ts";

export type DuckDbFiles = Pick<DuckDb, "query" | "close">;

/** Reads all raw objects, each once: a view would read all of them again for each question. */
export async function openRawFiles(source: ObjectSource): Promise<DuckDbFiles> {
  return open((duckdb) => fillTables(duckdb, source, listLoadable(source)));
}

/** Reads what `npm run compact` has written. Parquet is read as a question needs it. `folder` has the folders of tables. */
export async function openParquetFiles(folder: string): Promise<DuckDbFiles> {
  const columns = TABLE_COLUMNS.map(({ name, type }) => `cast(${name} as ${type}) as ${name}`);
  const from = (table: string): string =>
    `read_parquet(${quote(`${folder}/${table}/day=*/*.parquet`)}, hive_partitioning = true)`;
  return open(({ connection }) =>
    connection.run(`create view clickstream_events as select ${columns.join(", ")} from ${from("clickstream_events")};
      create view clickstream_reports as select * from ${from("clickstream_reports")}`),
  );
}

async function open(prepare: (duckdb: DuckDb) => Promise<unknown>): Promise<DuckDbFiles> {
  const views = await Promise.all(["duckdb-views.sql", ...SHARED_VIEWS].map(readSql));
  const duckdb = await openDuckDb();
  try {
    await prepare(duckdb);
    await duckdb.connection.run(views.join(";\n"));
  } catch (error) {
    await duckdb.close();
    throw error;
  }
  return duckdb;
}

async function* listLoadable(source: ObjectSource): AsyncGenerator<ListedObject> {
  for await (const object of source.list()) if (isLoadable(object.key)) yield object;
}
