/** Lets one loader or erasure at a time work on a database. */
import type { Database } from "./database.ts";

/** The key of PostgreSQL's advisory lock. The server frees the lock when its connection ends. */
const LOADER_LOCK = 7_263_002;

/**
 * Does `work` while it holds the lock. If another connection holds it, `whenTaken` says whether to wait.
 *
 * @throws Error if another connection holds the lock and `whenTaken` is `throw`
 */
export async function withLoaderLock<Result>(
  database: Database,
  whenTaken: "throw" | "wait",
  work: () => Promise<Result>,
): Promise<Result> {
  await (whenTaken === "wait" ? lock(database) : tryLock(database));
  try {
    return await work();
  } finally {
    // On a broken connection there is nothing to unlock, and the error of `work` says more.
    await database.query("select pg_advisory_unlock($1)", [LOADER_LOCK]).catch(() => undefined);
  }
}

async function lock(database: Database): Promise<void> {
  await database.query("select pg_advisory_lock($1)", [LOADER_LOCK]);
}

async function tryLock(database: Database): Promise<void> {
  const [row] = await database.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [LOADER_LOCK]);
  if (!row?.taken) throw new Error(`Another loader or an erasure is at work on ${database.where}.`);
}
