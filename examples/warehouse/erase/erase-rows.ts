/** Erases a visitor's rows in the warehouse, in one transaction. */
import { inTransaction, type Database } from "../database/database.ts";

export interface EraseRowsOptions {
  readonly database: Database;
  readonly clientId: string;
  readonly isDryRun: boolean;
  readonly sourceName: string;
  /** Objects that are removed from the source, or written anew under another name. */
  readonly changedKeys: readonly string[];
}

export interface ErasedRows {
  readonly rows: number;
  readonly streams: number;
}

const ROWS_OF_VISITOR = "from clickstream_events where client_id = $1";

const PAGE_LOADS_OF_VISITOR = "(select page_load_id from clickstream_events where client_id = $1)";

/**
 * A page load belongs to one visitor. Its drop reports are erased, too: without its events they would say that all of them
 * are missing. `counted_by` finds what it counted for an earlier page load of the visitor that has no event here.
 */
const STREAMS_OF_VISITOR = `from clickstream_streams
  where page_load_id in ${PAGE_LOADS_OF_VISITOR} or counted_by in ${PAGE_LOADS_OF_VISITOR}`;

/** Returns how many rows are, or would be, erased. */
export async function eraseRows(options: EraseRowsOptions): Promise<ErasedRows> {
  const { database, clientId, isDryRun } = options;
  return inTransaction(database, async () => {
    const found = {
      rows: await countRows(database, ROWS_OF_VISITOR, clientId),
      streams: await countRows(database, STREAMS_OF_VISITOR, clientId),
    };
    if (isDryRun) return found;
    await forgetObjects(options);
    // The rows tell which page loads are the visitor's, so they go last.
    await database.query(`delete ${STREAMS_OF_VISITOR}`, [clientId]);
    await database.query(`delete ${ROWS_OF_VISITOR}`, [clientId]);
    return found;
  });
}

async function countRows(database: Database, fromVisitor: string, clientId: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*) as count ${fromVisitor}`, [clientId]);
  return row?.count ?? 0;
}

async function forgetObjects({ database, sourceName, changedKeys }: EraseRowsOptions): Promise<void> {
  for (const table of ["clickstream_quarantine", "clickstream_loaded_objects"]) {
    await database.query(
      `delete from ${table} where source = $1 and object_key in (select jsonb_array_elements_text($2::jsonb))`,
      [sourceName, JSON.stringify(changedKeys)],
    );
  }
}
