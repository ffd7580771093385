/** The port to PostgreSQL: one connection, whichever server is at its end. */

export interface Database {
  /** Names the database, in words and without a password. */
  readonly where: string;
  /** Runs statements, without values. */
  run(sql: string): Promise<void>;
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** `copy` is the whole statement: `copy t (a, b) from stdin`. `lines` are in COPY's text format. */
  copy(statement: string, lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** What is done inside is there as a whole or not at all, even if the process dies. */
export async function inTransaction<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  await database.run("begin");
  try {
    const result = await work();
    await database.run("commit");
    return result;
  } catch (error) {
    // On a connection that is gone there is nothing left to undo.
    await database.run("rollback").catch(() => undefined);
    throw error;
  }
}

/** PostgreSQL's five letters for what went wrong: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function readSqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
