/** The databases that tests run on: PGlite, which everybody has, and a PostgreSQL server where one is installed. */
import { onTestFinished } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { openMemoryDatabase } from "../../examples/warehouse/database/pglite-database.ts";
import { openPostgres } from "../../examples/warehouse/database/postgres-database.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { findPostgres, hasPostgres, startPostgres } from "./postgres-server.ts";

export interface TestServer {
  /** An empty warehouse, of this test alone. `onEnd` takes what closes it. @default when the test has finished */
  fresh(onEnd?: (close: () => Promise<void>) => void): Promise<Database>;
  /** A further connection to the last one; PGlite has none. */
  readonly url: string | undefined;
  stop(): Promise<void>;
}

export interface TestEngine {
  readonly name: string;
  start(): Promise<TestServer>;
}

const pglite: TestEngine = {
  name: "PGlite",
  async start() {
    const database = await openMemoryDatabase();
    return {
      url: undefined,
      async fresh() {
        await database.run("reset role; drop schema public cascade; create schema public");
        await ensureSchema(database);
        // PGlite has COPY from a client only as COPY from a file of its own; a server asks for no right there.
        await database.run("grant pg_read_server_files to clickstream_loader");
        return { ...database, close: () => Promise.resolve() };
      },
      stop: () => database.close(),
    };
  },
};

const NAME = "clickstream_dw";

export const postgres: TestEngine = {
  name: "PostgreSQL",
  async start() {
    const server = await startPostgres(findPostgres() ?? "");
    const url = new URL(NAME, server.url).href;
    return {
      url,
      async fresh(onEnd = onTestFinished) {
        const administrator = await openPostgres(server.url);
        await administrator.run(`drop database if exists ${NAME} with (force)`);
        await administrator.run(`create database ${NAME}`);
        await administrator.close();
        const database = await openPostgres(url);
        onEnd(() => database.close());
        await ensureSchema(database);
        return database;
      },
      stop: () => server.stop(),
    };
  },
};

/** Those that this machine has; `left-out.ts` names the one it has not. */
export const ENGINES_HERE: readonly TestEngine[] = hasPostgres() ? [pglite, postgres] : [pglite];
