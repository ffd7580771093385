/** Connects to a PostgreSQL server: RDS, Aurora, or one of your own. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client, TypeOverrides, types } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Database } from "./database.ts";

/** The driver returns `bigint` as text, since it may exceed 2^53. Our counts do not. */
function buildParsers(): TypeOverrides {
  const parsers = new TypeOverrides();
  parsers.setTypeParser(types.builtins.INT8, Number);
  return parsers;
}

/** A closed port of a firewall does not answer at all. */
const CONNECT_WITHIN_MS = 10_000;

/** `url` is `postgres://user:password@host:5432/clickstream_dw`. */
export async function openPostgres(url: string): Promise<Database> {
  const client = new Client({
    connectionString: url,
    application_name: "clickstream warehouse",
    types: buildParsers(),
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
  });
  // The query that waits on a broken connection fails by itself. Without a listener the process would end as well.
  client.on("error", () => undefined);
  await client.connect();
  return {
    where: describe(url),
    async run(sql) {
      await client.query(sql);
    },
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await client.query(sql, [...values])).rows as Row[],
    async copy(statement, lines) {
      await pipeline(Readable.from(lines), client.query(copyFrom(statement)));
    },
    close: () => client.end(),
  };
}

function describe(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${pathname.slice(1)} at ${hostname}:${port || "5432"}`;
}
