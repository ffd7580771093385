/** What the warehouse asks of PostgreSQL: one connection, to PGlite or to a server. */

export interface Database {
  /** Names the database for people, without a password. */
  readonly where: string;
  /** Runs statements, without values. */
  run(sql: string): Promise<void>;
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** `copy` is the whole statement: `copy t (a, b) from stdin`. `lines` are in COPY's text format. */
  copy(statement: string, lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** A function that is frozen or cut off leaves its transaction open, and with it locks. The server then ends it. */
const MAX_IDLE_MS = 60_000;

/**
 * By a statement of the transaction, since a pooler such as PgBouncer refuses the setting at the start of a connection.
 * Nothing else outlives a transaction either: with a pooler each may have another connection.
 */
const BEGIN = `begin; set local idle_in_transaction_session_timeout = ${String(MAX_IDLE_MS)}`;

/** Either all changes of `work` are stored, or none of them, even if the process dies. */
export async function inTransaction<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  await database.run(BEGIN);
  try {
    const result = await work();
    await database.run("commit");
    return result;
  } catch (error) {
    // A connection that is gone has rolled back already; the first error says more than that of the rollback.
    await database.run("rollback").catch(() => undefined);
    throw error;
  }
}

/** PostgreSQL's five-character error code (SQLSTATE): https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function readSqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
