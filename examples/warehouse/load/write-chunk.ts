/** Writes a chunk of objects in one transaction: rows, drop reports, bad lines, and that the objects are loaded. */
import type { StreamReport } from "../../../src/wire.ts";
import { COPY_LIST } from "../columns/columns.ts";
import { toCopyLine, toPlainText } from "../columns/postgres-text.ts";
import { inTransaction, type Database } from "../database/database.ts";
import { waitForErasure } from "../database/erasure-lock.ts";
import { listMonths } from "./event-months.ts";
import { mergeReports } from "./merge-reports.ts";
import type { LoadedObject } from "./read-object.ts";

const COLUMNS = [...COPY_LIST, "object_key"].join(", ");

/**
 * The key of an advisory lock, which ends with the transaction. Of loaders that write at once, one at a time notes bad lines
 * and loaded objects: each may remove what another writes, in another order, and they would wait for each other for ever.
 */
const NOTES_LOCK = 7_263_005;

/** Returns how many rows are new. */
export async function writeChunk(
  database: Database,
  source: string,
  objects: readonly LoadedObject[],
  nowMs: number,
): Promise<number> {
  await ensureMonths(database, objects, nowMs);
  return inTransaction(database, async () => {
    const present = await withoutErased(database, source, objects);
    const stored = await writeRows(database, present);
    await writeDropReports(
      database,
      present.flatMap(({ reports }) => reports),
    );
    await database.query("select pg_advisory_xact_lock($1)", [NOTES_LOCK]);
    await replaceBadLines(database, source, present);
    await writeLoadedObjects(database, source, present);
    return stored;
  });
}

/** An object may have been erased since it was read. Its rows would come back. */
async function withoutErased(
  database: Database,
  source: string,
  objects: readonly LoadedObject[],
): Promise<readonly LoadedObject[]> {
  await waitForErasure(database);
  const erased = await database.query<{ object_key: string }>(
    `select object_key from clickstream_erased_objects
     where source = $1 and object_key in (select jsonb_array_elements_text($2::jsonb))`,
    [source, JSON.stringify(objects.map(({ key }) => key))],
  );
  const keys = new Set(erased.map(({ object_key }) => object_key));
  return objects.filter(({ key }) => !keys.has(key));
}

async function ensureMonths(database: Database, objects: readonly LoadedObject[], nowMs: number): Promise<void> {
  const eventIds = objects.flatMap(({ rows }) => rows.map(({ eventId }) => eventId));
  for (const month of listMonths(eventIds, nowMs)) await database.query("select ensure_events_month($1)", [month]);
}

async function writeRows(database: Database, objects: readonly LoadedObject[]): Promise<number> {
  const lines = objects.flatMap(({ key, rows }) => rows.map(({ values }) => toCopyLine([...values, toPlainText(key)])));
  if (lines.length === 0) return 0;
  await database.run("create temp table incoming (like clickstream_events including defaults) on commit drop");
  await database.copy(`copy incoming (${COLUMNS}) from stdin`, lines);
  const [inserted] = await database.query<{ stored: number }>(
    `with inserted as (
       insert into clickstream_events (${COLUMNS}) select ${COLUMNS} from incoming order by event_id
       on conflict (event_id) do nothing returning 1
     ) select count(*) as stored from inserted`,
  );
  return inserted?.stored ?? 0;
}

/** Counts only grow, and reports come in any order. So the highest of each is the newest. */
async function writeDropReports(database: Database, reports: readonly StreamReport[]): Promise<void> {
  if (reports.length === 0) return;
  await database.query(
    `insert into clickstream_streams (page_load_id, counted_by, last_seq, dropped)
     select page_load_id, counted_by, last_seq, dropped
     from jsonb_to_recordset($1::jsonb)
       as report (page_load_id text, counted_by text, last_seq bigint, dropped jsonb)
     on conflict (page_load_id, counted_by) do update set
       last_seq = greatest(clickstream_streams.last_seq, excluded.last_seq),
       dropped = highest_counts(clickstream_streams.dropped, excluded.dropped)`,
    [JSON.stringify(mergeReports(reports))],
  );
}

/**
 * A line that was fixed since the object was loaded the last time leaves quarantine. Another loader may write the same
 * object at the same moment, and rows are written in one order everywhere, so that no two loaders wait for each other.
 */
async function replaceBadLines(database: Database, source: string, objects: readonly LoadedObject[]): Promise<void> {
  const keys = objects.map(({ key }) => key);
  await database.query(
    `delete from clickstream_quarantine
     where source = $1 and object_key in (select jsonb_array_elements_text($2::jsonb))`,
    [source, JSON.stringify(keys)],
  );
  const bad = objects.flatMap(({ key, badLines }) => badLines.map((each) => ({ object_key: key, ...each })));
  if (bad.length === 0) return;
  await database.query(
    `insert into clickstream_quarantine (source, object_key, line, reason)
     select $1, object_key, line, reason
     from jsonb_to_recordset($2::jsonb) as bad (object_key text, line integer, reason text)
     order by object_key, line
     on conflict (source, object_key, line) do update set reason = excluded.reason`,
    [source, JSON.stringify(bad)],
  );
}

async function writeLoadedObjects(database: Database, source: string, objects: readonly LoadedObject[]): Promise<void> {
  const loaded = objects.map(({ key, modifiedAtMs }) => ({ key, modified: new Date(modifiedAtMs) }));
  await database.query(
    `insert into clickstream_loaded_objects (source, object_key, last_modified)
     select $1, key, modified from jsonb_to_recordset($2::jsonb) as loaded (key text, modified timestamptz)
     order by key
     on conflict (source, object_key) do update set last_modified = excluded.last_modified`,
    [source, JSON.stringify(loaded)],
  );
}
