/** Writes what some objects hold in one transaction: their rows, their reports, their bad lines, and that they are done with. */
import type { StreamReport } from "../../../src/wire.ts";
import { parseUuid, readUuidTimeMs } from "../../ingest-lambda/src/event/uuid.ts";
import { COPY_LIST } from "../columns/columns.ts";
import { inTransaction, type Database } from "../database/database.ts";
import { mergeReports } from "./merge-reports.ts";
import type { ParsedObject } from "./parse-object.ts";
import { toCopyLine, toPlainText } from "../columns/postgres-text.ts";

export interface LoadedObject extends ParsedObject {
  readonly modifiedAtMs: number;
}

const COLUMNS = [...COPY_LIST, "object_key"].join(", ");

/** Before clickstream-js there were no events: an older id is of a clock that is wrong. */
const FIRST_MONTH_MS = Date.UTC(2020, 0);

const DAY_MS = 86_400_000;

/** Returns how many rows are new. */
export async function writeChunk(
  database: Database,
  source: string,
  objects: readonly LoadedObject[],
  nowMs: number,
): Promise<number> {
  await ensureMonths(database, objects, nowMs);
  return inTransaction(database, async () => {
    const stored = await writeRows(database, objects);
    await writeReports(
      database,
      objects.flatMap(({ reports }) => reports),
    );
    await writeBadLines(database, source, objects);
    await writeDone(database, source, objects);
    return stored;
  });
}

/** Months that are far off, or not told by the id at all, share one partition: nobody can make us create thousands. */
async function ensureMonths(database: Database, objects: readonly LoadedObject[], nowMs: number): Promise<void> {
  const months = new Set<string>();
  for (const { eventId } of objects.flatMap(({ rows }) => rows)) {
    const bits = parseUuid(eventId);
    const mintedAtMs = bits === undefined ? undefined : readUuidTimeMs(bits);
    if (mintedAtMs === undefined || mintedAtMs < FIRST_MONTH_MS || mintedAtMs > nowMs + DAY_MS) continue;
    months.add(`${new Date(mintedAtMs).toISOString().slice(0, 7)}-01`);
  }
  for (const month of [...months].sort()) await database.query("select ensure_events_month($1)", [month]);
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

async function writeReports(database: Database, reports: readonly StreamReport[]): Promise<void> {
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

/** What was bad the last time and is not any more leaves quarantine. */
async function writeBadLines(database: Database, source: string, objects: readonly LoadedObject[]): Promise<void> {
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
     from jsonb_to_recordset($2::jsonb) as bad (object_key text, line integer, reason text)`,
    [source, JSON.stringify(bad)],
  );
}

async function writeDone(database: Database, source: string, objects: readonly LoadedObject[]): Promise<void> {
  const done = objects.map(({ key, modifiedAtMs }) => ({ key, modified: new Date(modifiedAtMs) }));
  await database.query(
    `insert into clickstream_loaded_objects (source, object_key, last_modified)
     select $1, key, modified from jsonb_to_recordset($2::jsonb) as done (key text, modified timestamptz)
     on conflict (source, object_key) do update set last_modified = excluded.last_modified`,
    [source, JSON.stringify(done)],
  );
}
