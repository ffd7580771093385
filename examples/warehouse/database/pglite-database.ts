/** PostgreSQL inside this process (PGlite): nothing to install, in memory or in a folder. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Database } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";

const NAME = "clickstream_dw";

/** Dies with the process. */
export async function openMemoryDatabase(): Promise<Database> {
  return wrap(await PGlite.create(), "PGlite in memory", () => Promise.resolve());
}

/** @throws Error if another process has the folder open: PGlite does not look out for that, and would damage it. */
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

/** The first opening makes the server's files; a kill may come before the database of our name is in them. */
async function createDatabase(folder: string): Promise<void> {
  const isNew = !existsSync(folder);
  const server = await PGlite.create({ dataDir: folder });
  const { rows } = await server.query("select from pg_database where datname = $1", [NAME]);
  if (isNew || rows.length === 0) await server.exec(`create database ${NAME}`);
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
