/** Keeps loaders from storing what an erasure removes: several loaders may write at once, but none while rows are erased. */
import type { Database } from "./database.ts";

/** The key of PostgreSQL's advisory lock. Both locks end with their transaction, so they also work through a pooler. */
const ERASURE_LOCK = 7_263_003;

/** For a transaction that stores rows. */
export async function waitForErasure(database: Database): Promise<void> {
  await database.query("select pg_advisory_xact_lock_shared($1)", [ERASURE_LOCK]);
}

/** For the transaction that erases rows: when it has the lock, no loader is between its check and its commit. */
export async function waitForWriters(database: Database): Promise<void> {
  await database.query("select pg_advisory_xact_lock($1)", [ERASURE_LOCK]);
}
