/** Makes the tables, functions, views and roles, or brings older ones up to date. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { inTransaction, readSqlState, type Database } from "./database.ts";

/** Shared by PostgreSQL and DuckDB, in the order in which they stand on each other. */
export const SHARED_VIEWS: readonly string[] = [
  "views/sessions.sql",
  "views/funnel.sql",
  "views/products.sql",
  "views/delivery.sql",
  "views/freshness.sql",
];

const TABLES: readonly string[] = ["events.sql", "months.sql", "ledger.sql"];
const VIEWS: readonly string[] = ["postgres-views.sql", ...SHARED_VIEWS];

/** Which SQL the database was made by. */
const OWN_TABLE = "create table if not exists warehouse_schema (fingerprint text primary key)";

/** Held while the schema changes, so that two loaders that begin at once do not both change it. */
const SCHEMA_LOCK = 7_263_001;

/** PostgreSQL's `undefined_table`. */
const NO_TABLE = "42P01";

export function readSql(name: string): Promise<string> {
  return readFile(new URL(`../sql/${name}`, import.meta.url), "utf8");
}

/** Changes nothing, and needs no right to, if the database was made by this very SQL. Tells whether it changed anything. */
export async function ensureSchema(database: Database): Promise<boolean> {
  const tables = await Promise.all(TABLES.map(readSql));
  const views = await Promise.all(VIEWS.map(readSql));
  const roles = await readSql("roles.sql");
  const fingerprint = createHash("sha256")
    .update([...tables, ...views, roles].join("\n"))
    .digest("hex");
  if (await isMadeBy(database, fingerprint)) return false;

  await inTransaction(database, async () => {
    await database.query("select pg_advisory_xact_lock($1)", [SCHEMA_LOCK]);
    await database.run([OWN_TABLE, ...tables, dropViews(views.join("\n")), ...views, roles].join(";\n"));
    await database.query("delete from warehouse_schema");
    await database.query("insert into warehouse_schema values ($1)", [fingerprint]);
  });
  return true;
}

async function isMadeBy(database: Database, fingerprint: string): Promise<boolean> {
  try {
    return (await database.query("select from warehouse_schema where fingerprint = $1", [fingerprint])).length > 0;
  } catch (error) {
    if (readSqlState(error) === NO_TABLE) return false;
    throw error;
  }
}

/** Views hold no rows: they are made anew, since `create or replace` cannot take a column away. The last one goes first. */
function dropViews(views: string): string {
  const names = [...views.matchAll(/^create view (\w+)/gm)].map(([, name]) => name);
  return names
    .toReversed()
    .map((name) => `drop view if exists ${name ?? ""}`)
    .join(";\n");
}
