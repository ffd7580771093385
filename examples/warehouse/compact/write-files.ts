/** Writes Parquet files with DuckDB: the parts of a raw folder, and the file of a day that joins its parts. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillTables, TABLE_COLUMNS } from "../duckdb/fill-tables.ts";
import { openDuckDb, quote, type DuckDb } from "../duckdb/open-duckdb.ts";
import type { ObjectSource } from "../sources/object-source.ts";
import { nameOfDone, nameOfEvents, nameOfPart, nameOfReports, type Part, type RawFolder } from "./files.ts";
import type { ParquetStore } from "./parquet-store.ts";

export interface FolderReport {
  /** The folder of the raw objects, as a day. */
  readonly folder: string;
  readonly objects: number;
  readonly events: number;
  /** Lines that are no events, and are left out. */
  readonly bad_lines: number;
  /** Objects that could not be read now. The folder stays as it was. */
  readonly unreadable: number;
}

/** Athena and Redshift know neither a UUID nor JSON in Parquet: both are text. The day is in the name of the folder. */
const COLUMNS = TABLE_COLUMNS.filter(({ name }) => name !== "day").map(({ name, type }) =>
  type === "uuid" || type === "json" ? `cast(${name} as varchar) as ${name}` : name,
);

const REPORTS = `select page_load_id, counted_by, max(last_seq) as last_seq, reason, max(count) as count
  from clickstream_reports group by page_load_id, counted_by, reason order by all`;

/** Reads the objects of a folder and writes its parts, unless some could not be read. */
export async function writeParts(
  { folder, objects, digest }: RawFolder,
  source: ObjectSource,
  target: ParquetStore,
): Promise<FolderReport> {
  return withDuckDb(async (duckdb, scratch) => {
    const filled = await fillTables(duckdb, source, objects);
    const counts = await duckdb.query(
      "select cast(day as varchar) as day, count(*) as events from clickstream_events group by day",
    );
    const report = {
      folder,
      objects: filled.objects,
      events: counts.reduce((sum, { events }) => sum + Number(events), 0),
      bad_lines: filled.badLines,
      unreadable: filled.unreadable.length,
    };
    if (report.unreadable > 0) return report;

    for (const { day } of counts) {
      const events = selectEvents(`clickstream_events where day = ${quote(String(day))}`);
      await put(duckdb, events, target, nameOfPart({ folder, digest, day: String(day) }), scratch);
    }
    await put(duckdb, REPORTS, target, nameOfReports(folder), scratch);
    await writeText(target, nameOfDone({ folder, digest }), "");
    return report;
  });
}

/** An event may be in the parts of several folders, if it was stored twice around midnight. */
export async function joinParts(day: string, parts: readonly Part[], target: ParquetStore): Promise<void> {
  await withDuckDb(async (duckdb, scratch) => {
    const paths: string[] = [];
    for (const part of parts) {
      const path = join(scratch, `${part.folder}.parquet`);
      await target.get(nameOfPart(part), path);
      paths.push(quote(path));
    }
    const rows = `read_parquet([${paths.join(", ")}], file_row_number = true, filename = true)`;
    const first = `select arg_min((filename, file_row_number), (received_at, object_key)) from ${rows} group by event_id`;
    const events = parts.length === 1 ? rows : `${rows} where (filename, file_row_number) in (${first})`;
    await put(duckdb, selectEvents(events), target, nameOfEvents(day), scratch);
  });
}

export async function writeText(target: ParquetStore, name: string, text: string): Promise<void> {
  await withScratch(async (scratch) => {
    const path = join(scratch, "text");
    await writeFile(path, text);
    await target.put(name, path);
  });
}

const selectEvents = (from: string): string =>
  `select ${COLUMNS.join(", ")} from ${from} order by event_timestamp, event_id`;

async function put(
  { connection }: DuckDb,
  query: string,
  target: ParquetStore,
  name: string,
  scratch: string,
): Promise<void> {
  const path = join(scratch, "rows.parquet");
  await connection.run(`copy (${query}) to ${quote(path)} (format parquet, compression zstd)`);
  await target.put(name, path);
}

async function withDuckDb<Value>(use: (duckdb: DuckDb, scratch: string) => Promise<Value>): Promise<Value> {
  return withScratch(async (scratch) => {
    const duckdb = await openDuckDb();
    try {
      return await use(duckdb, scratch);
    } finally {
      await duckdb.close();
    }
  });
}

/** Gives a folder that is removed at the end. */
async function withScratch<Value>(use: (scratch: string) => Promise<Value>): Promise<Value> {
  const scratch = await mkdtemp(join(tmpdir(), "clickstream-compact-"));
  try {
    return await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
