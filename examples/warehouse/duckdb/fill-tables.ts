/** Fills DuckDB's tables from raw objects, with the loader's own reading of each line: every engine has the same values. */
import type { DuckDBAppender } from "@duckdb/node-api";
import pMap from "p-map";
import type { StreamReport } from "../../../src/wire.ts";
import { COLUMN_TYPES } from "../columns/column-types.ts";
import { COLUMNS, EXTRA } from "../columns/columns.ts";
import { mergeReports } from "../load/merge-reports.ts";
import { readObject, type LoadedObject, type ReadResult } from "../load/read-object.ts";
import { chunkObjects } from "../sources/chunk-objects.ts";
import type { ListedObject, ObjectSource } from "../sources/object-source.ts";
import { readEventDay } from "./event-day.ts";
import type { DuckDb } from "./open-duckdb.ts";

/** What the tables hold of an event, in this order, with DuckDB's types. */
export const TABLE_COLUMNS: readonly { readonly name: string; readonly type: string }[] = [
  ...COLUMNS.map(({ name, type }) => ({ name, type: COLUMN_TYPES[type].duckdb })),
  { name: EXTRA, type: "json" },
  { name: "object_key", type: "varchar" },
  { name: "day", type: "date" },
];

const TIMESTAMP = COLUMNS.findIndex(({ name }) => name === "event_timestamp");

export interface FillReport {
  readonly objects: number;
  /** Lines that are no events. */
  readonly badLines: number;
  /** Keys of objects that could not be read now. */
  readonly unreadable: readonly string[];
}

/** More reads at once would need more memory, and S3 would throttle them. */
const PARALLEL_READS = 16;

/** A chunk is in memory as text and as values. */
const MAX_CHUNK_OBJECTS = 2_000;

/** Drops of page loads, by who counted them and why. A report without drops has one row, without a reason. */
const REPORTS_TABLE = `create table clickstream_reports
  (page_load_id varchar, counted_by varchar, last_seq bigint, reason varchar, count bigint)`;

/** Each event once: of an event that is stored twice, the line that was received first counts. */
const REMOVE_COPIES = `delete from clickstream_events where rowid not in (
  select arg_min(rowid, (received_at, object_key, rowid)) from clickstream_events group by event_id)`;

/** Creates `clickstream_events` and `clickstream_reports`, and fills them. */
export async function fillTables(
  duckdb: DuckDb,
  source: ObjectSource,
  objects: AsyncIterable<ListedObject> | Iterable<ListedObject>,
): Promise<FillReport> {
  const { connection } = duckdb;
  const columns = TABLE_COLUMNS.map(({ name, type }) => `${name} ${type}`);
  await connection.run(`create table clickstream_events (${columns.join(", ")}); ${REPORTS_TABLE}`);
  const report = { objects: 0, badLines: 0, unreadable: [] as string[] };
  for await (const chunk of chunkObjects(objects, MAX_CHUNK_OBJECTS)) {
    const results = await pMap(chunk, (object) => readObject(source, object), { concurrency: PARALLEL_READS });
    const read = results.flatMap((each) => (each.kind === "read" ? [each.object] : []));
    await insertEvents(duckdb, read);
    await insertReports(duckdb, read);
    report.objects += read.length;
    report.badLines += read.reduce((sum, { badLines }) => sum + badLines.length, 0);
    report.unreadable.push(...results.filter(isUnreadable).map(({ key }) => key));
  }
  await connection.run(REMOVE_COPIES);
  return report;
}

/** The values come as text, and DuckDB makes each its type. */
async function insertEvents({ connection }: DuckDb, objects: readonly LoadedObject[]): Promise<void> {
  const texts = TABLE_COLUMNS.map(({ name }) => `${name} varchar`);
  await connection.run(`create or replace temp table incoming (${texts.join(", ")})`);
  const appender = await connection.createAppender("incoming");
  for (const { key, rows } of objects) {
    for (const { eventId, values } of rows) {
      const day = readEventDay(eventId, String(values[TIMESTAMP]));
      for (const value of [...values, key, day]) append(appender, value);
      appender.endRow();
    }
  }
  appender.closeSync();
  const values = TABLE_COLUMNS.map(({ name, type }) => `try_cast(${name} as ${type})`);
  await connection.run(`insert into clickstream_events select ${values.join(", ")} from incoming; drop table incoming`);
}

async function insertReports({ connection }: DuckDb, objects: readonly LoadedObject[]): Promise<void> {
  const appender = await connection.createAppender("clickstream_reports");
  for (const report of mergeReports(objects.flatMap(({ reports }) => reports))) {
    for (const [reason, count] of listDrops(report)) {
      appender.appendVarchar(report.page_load_id);
      appender.appendVarchar(report.counted_by);
      appender.appendBigInt(BigInt(report.last_seq));
      append(appender, reason);
      appender.appendBigInt(BigInt(count));
      appender.endRow();
    }
  }
  appender.closeSync();
}

function listDrops({ dropped }: StreamReport): readonly (readonly [reason: string | undefined, count: number])[] {
  const drops = Object.entries(dropped);
  return drops.length > 0 ? drops : [[undefined, 0]];
}

function append(appender: DuckDBAppender, value: string | undefined): void {
  if (value === undefined) appender.appendNull();
  else appender.appendVarchar(value);
}

function isUnreadable(result: ReadResult): result is ReadResult & { readonly kind: "unreadable" } {
  return result.kind === "unreadable";
}
