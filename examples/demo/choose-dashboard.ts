/** Chooses for the dashboard the very store that the ingest writes to, and a database. */
import type { ChosenStore } from "./gateway/choose-store.ts";
import { openSource, type Environment } from "../warehouse/settings.ts";
import { createFolderSource } from "../warehouse/sources/folder-source.ts";
import { openMemoryDatabase } from "../warehouse/database/pglite-database.ts";
import { openPostgres } from "../warehouse/database/postgres-database.ts";
import type { DashboardOptions } from "../warehouse/dashboard/dashboard-routes.ts";

/**
 * Without `DATABASE_URL` the rows are in memory and made anew from the files: so the dashboard is never in the way of
 * `npm run warehouse`, whose folder one process at a time can have.
 */
export function chooseDashboard(
  { kind, where }: ChosenStore,
  env: Environment,
): Pick<DashboardOptions, "source" | "openDatabase"> {
  const url = env["DATABASE_URL"];
  return {
    source: kind === "folder" ? createFolderSource(where) : openSource(env),
    openDatabase: () => (url ? openPostgres(url) : openMemoryDatabase()),
  };
}
