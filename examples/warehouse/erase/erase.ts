/** Erases what is known of one visitor: raw objects first, then the warehouse. It may be killed and run again. */
import { createHash } from "node:crypto";
import pMap from "p-map";
import { chunkObjects } from "../sources/chunk-objects.ts";
import { inTransaction, type Database } from "../database/database.ts";
import { LOADER_LOCK } from "../load/loader.ts";
import { isLoadable, type ErasableSource } from "../sources/object-source.ts";
import { findLines } from "./visitor-lines.ts";

export interface EraseOptions {
  readonly source: ErasableSource;
  readonly database: Database;
  readonly clientId: string;
  /** Only counts. */
  readonly isDryRun: boolean;
  /** Where the visitor is known to be: other objects are not read. @default all objects of the source */
  readonly keys?: readonly string[] | undefined;
}

export interface ErasureReport {
  /** Objects that were of this visitor alone: removed. */
  readonly removedObjects: number;
  /** Batches with others' events: written anew without the visitor's. */
  readonly rewrittenObjects: number;
  /** Lines in all of them. */
  readonly lines: number;
  readonly rows: number;
  /** What page loads reported of themselves. */
  readonly streams: number;
}

const PARALLEL = 16;

/** Of a listing, at once. */
const CHUNK_OBJECTS = 1_000;

export async function erase(options: EraseOptions): Promise<ErasureReport> {
  const { database } = options;
  // A loader that has read an object and not written it yet would bring back what is removed here.
  await database.query("select pg_advisory_lock($1)", [LOADER_LOCK]);
  try {
    const changed = await eraseRaw(options);
    const rows = await eraseRows(
      options,
      changed.map(({ key }) => key),
    );
    return {
      removedObjects: changed.filter(({ isShared }) => !isShared).length,
      rewrittenObjects: changed.filter(({ isShared }) => isShared).length,
      lines: changed.reduce((sum, { lines }) => sum + lines, 0),
      ...rows,
    };
  } finally {
    await database.query("select pg_advisory_unlock($1)", [LOADER_LOCK]).catch(() => undefined);
  }
}

async function eraseRaw(options: EraseOptions): Promise<readonly ErasedObject[]> {
  const erased: ErasedObject[] = [];
  for await (const keys of listKeys(options)) {
    const objects = await pMap(keys, (key) => eraseObject(options, key), { concurrency: PARALLEL });
    erased.push(...objects.filter(({ lines }) => lines > 0));
  }
  return erased;
}

async function* listKeys({ source, keys }: EraseOptions): AsyncGenerator<readonly string[]> {
  if (keys) {
    yield keys.filter(isLoadable);
    return;
  }
  for await (const objects of chunkObjects(source.list(), CHUNK_OBJECTS)) {
    yield objects.map(({ key }) => key).filter(isLoadable);
  }
}

interface ErasedObject {
  readonly key: string;
  /** Others have lines in it, too. */
  readonly isShared: boolean;
  /** Of the visitor. */
  readonly lines: number;
}

async function eraseObject({ source, clientId, isDryRun }: EraseOptions, key: string): Promise<ErasedObject> {
  const { lines, rest } = findLines((await source.read(key)) ?? "", clientId);
  const isShared = rest !== "";
  if (lines > 0 && !isDryRun) {
    // The bucket's policy lets nobody overwrite. The new name comes from what is left, so a second try meets the first.
    if (isShared) await source.create(nameRest(key, rest), rest);
    await source.remove(key);
  }
  return { key, isShared, lines };
}

function nameRest(key: string, rest: string): string {
  const hash = createHash("sha256").update(key).update(rest).digest("hex").slice(0, 16);
  return `${key.replace(/[^/]+$/, "")}rest-${hash}.ndjson`;
}

const ROWS_OF_VISITOR = "from clickstream_events where client_id = $1";

const PAGE_LOADS_OF_VISITOR = "(select page_load_id from clickstream_events where client_id = $1)";

/**
 * A page load belongs to one visitor. Its reports go as well: left alone, they would say that all its events are missing.
 * What it counted of an earlier one that has no event in here names it, too.
 */
const STREAMS_OF_VISITOR = `from clickstream_streams
  where page_load_id in ${PAGE_LOADS_OF_VISITOR} or counted_by in ${PAGE_LOADS_OF_VISITOR}`;

async function eraseRows(
  { source, database, clientId, isDryRun }: EraseOptions,
  changedKeys: readonly string[],
): Promise<Pick<ErasureReport, "rows" | "streams">> {
  return inTransaction(database, async () => {
    const count = async (from: string): Promise<number> => {
      const [row] = await database.query<{ count: number }>(`select count(*) as count ${from}`, [clientId]);
      return row?.count ?? 0;
    };
    const report = { rows: await count(ROWS_OF_VISITOR), streams: await count(STREAMS_OF_VISITOR) };
    if (isDryRun) return report;
    for (const table of ["clickstream_quarantine", "clickstream_loaded_objects"]) {
      await database.query(
        `delete from ${table} where source = $1 and object_key in (select jsonb_array_elements_text($2::jsonb))`,
        [source.name, JSON.stringify(changedKeys)],
      );
    }
    await database.query(`delete ${STREAMS_OF_VISITOR}`, [clientId]);
    await database.query(`delete ${ROWS_OF_VISITOR}`, [clientId]);
    return report;
  });
}
