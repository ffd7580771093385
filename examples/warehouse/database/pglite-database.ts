/** PostgreSQL inside this process (PGlite): nothing to install, in memory or in a folder. */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Database } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";

const NAME = "clickstream_dw";

/** Its content ends with the process. */
export async function openMemoryDatabase(): Promise<Database> {
  return wrap(await PGlite.create(), "PGlite in memory", () => Promise.resolve());
}

/** @throws Error if another process uses the folder: PGlite does not check that, and two at once would damage it. */
export async function openFolderDatabase(folder: string): Promise<Database> {
  await mkdir(dirname(folder), { recursive: true });
  const unlock = await lockFolder(folder);
  try {
    await createDatabase(folder);
    return wrap(await PGlite.create({ dataDir: folder, database: NAME }), `${NAME} of PGlite in ${folder}`, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The process may have been killed after PGlite made its files and before it made our database. So both are checked. */
async function createDatabase(folder: string): Promise<void> {
  const server = await PGlite.create({ dataDir: folder });
  const { rows } = await server.query("select from pg_database where datname = $1", [NAME]);
  if (rows.length === 0) await server.exec(`create database ${NAME}`);
  await server.close();
}

function wrap(pglite: PGlite, where: string, unlock: () => Promise<void>): Database {
  return {
    where,
    async run(sql) {
      await pglite.exec(sql);
    },
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await pglite.query<Row>(sql, [...values])).rows,
    async copy(statement, lines) {
      const blob = new Blob([...lines]);
      await pglite.query(statement.replace("from stdin", "from '/dev/blob'"), [], { blob });
    },
    async close() {
      await pglite.close();
      await unlock();
    },
  };
}
