/** Creates the tables, functions, views and roles, or brings those of an older version up to date. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { inTransaction, readSqlState, type Database } from "./database.ts";

/** Views that PostgreSQL and DuckDB share. Each uses only those before it. */
export const SHARED_VIEWS: readonly string[] = [
  "views/visitors.sql",
  "views/sessions.sql",
  "views/funnel.sql",
  "views/orders.sql",
  "views/products.sql",
  "views/delivery.sql",
  "views/freshness.sql",
];

const TABLES: readonly string[] = ["events.sql", "months.sql", "load-state.sql"];
const VIEWS: readonly string[] = ["postgres-views.sql", ...SHARED_VIEWS];

/** Has the fingerprint of the SQL that the database was made by. */
const SCHEMA_TABLE = "create table if not exists warehouse_schema (fingerprint text primary key)";

/** The key of an advisory lock: of two loaders that start at once, only one changes the schema. */
const SCHEMA_LOCK = 7_263_001;

/** PostgreSQL's `undefined_table`. */
const NO_TABLE = "42P01";

export function readSql(name: string): Promise<string> {
  return readFile(new URL(`../sql/${name}`, import.meta.url), "utf8");
}

/**
 * Does nothing, and needs no right to create, if the database was made by the SQL of this version.
 * Returns whether it changed anything.
 */
export async function ensureSchema(database: Database): Promise<boolean> {
  const tables = await Promise.all(TABLES.map(readSql));
  const views = await Promise.all(VIEWS.map(readSql));
  const roles = await readSql("roles.sql");
  const fingerprint = createHash("sha256")
    .update([...tables, ...views, roles].join("\n"))
    .digest("hex");
  if (await hasFingerprint(database, fingerprint)) return false;

  await inTransaction(database, async () => {
    await database.query("select pg_advisory_xact_lock($1)", [SCHEMA_LOCK]);
    await database.run([SCHEMA_TABLE, ...tables, buildDropViews(views.join("\n")), ...views, roles].join(";\n"));
    await database.query("delete from warehouse_schema");
    await database.query("insert into warehouse_schema values ($1)", [fingerprint]);
  });
  return true;
}

async function hasFingerprint(database: Database, fingerprint: string): Promise<boolean> {
  try {
    return (await database.query("select from warehouse_schema where fingerprint = $1", [fingerprint])).length > 0;
  } catch (error) {
    if (readSqlState(error) === NO_TABLE) return false;
    throw error;
  }
}

/** Views have no rows to lose, and `create or replace view` cannot remove a column. So they are dropped, the last one first. */
function buildDropViews(views: string): string {
  const names = [...views.matchAll(/^create view (\w+)/gm)].map(([, name]) => name);
  return names
    .toReversed()
    .map((name) => `drop view if exists ${name ?? ""}`)
    .join(";\n");
}
