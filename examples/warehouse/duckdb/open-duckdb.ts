/** Opens DuckDB in this process, with a bound on its memory: what is more is in a file that is removed at the end. */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface DuckDb {
  readonly connection: DuckDBConnection;
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** Of DuckDB alone. Node and a chunk of objects take as much again. */
const MEMORY_LIMIT = "1GB";

export async function openDuckDb(): Promise<DuckDb> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-duckdb-"));
  const instance = await DuckDBInstance.create(join(folder, "tables.duckdb"), {
    memory_limit: MEMORY_LIMIT,
    temp_directory: join(folder, "overflow"),
    // Queries that need an order ask for it.
    preserve_insertion_order: "false",
  });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  return {
    connection,
    query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a text as a literal of SQL. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
