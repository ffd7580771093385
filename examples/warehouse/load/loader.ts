/** Loads what is new in the bucket into the warehouse. It may be killed at any moment, and run again. */
import pMap from "p-map";
import { chunkObjects } from "../sources/chunk-objects.ts";
import { readSqlState, type Database } from "../database/database.ts";
import { isLoadable, type ListedObject, type ObjectSource } from "../sources/object-source.ts";
import { parseObject, refuseObject } from "./parse-object.ts";
import { readQuarantinedKeys, readWatermark, selectUnread, writeWatermark } from "./progress.ts";
import { writeChunk, type LoadedObject } from "./write-chunk.ts";

export interface LoadOptions {
  readonly source: ObjectSource;
  readonly database: Database;
  /** Reads the objects in quarantine again, after somebody has mended them, or the loader. @default false */
  readonly retriesQuarantine?: boolean;
  /** Objects in one transaction. @default 1000 */
  readonly chunkSize?: number;
  /** @default Date.now */
  readonly now?: () => number;
  /** Is told of each object that could not be read now. */
  readonly onUnreadable?: (key: string, error: unknown) => void;
  /** Is told after each transaction. */
  readonly onProgress?: (report: LoadReport) => void;
}

export interface LoadReport {
  /** Objects read by this run. */
  readonly objects: number;
  /** Rows that are new. */
  readonly stored: number;
  /** Events that were there already. */
  readonly duplicates: number;
  /** Lines that went to quarantine. */
  readonly quarantined: number;
  /** Objects that could not be read now; the next run tries them again. */
  readonly unreadable: number;
}

const NOTHING: LoadReport = { objects: 0, stored: 0, duplicates: 0, quarantined: 0, unreadable: 0 };

/** Reads at once. More would ask for more memory, and S3 for patience. */
const PARALLEL_READS = 16;

/** An object is read whole. Firehose writes up to 128 MiB. */
const MAX_OBJECT_BYTES = 160 * 1024 * 1024;

/** One loader at a time; the lock ends with the connection. */
export const LOADER_LOCK = 7_263_002;

/** @throws Error if another loader is at work on this database */
export async function load(options: LoadOptions): Promise<LoadReport> {
  const { database } = options;
  const [lock] = await database.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [LOADER_LOCK]);
  if (!lock?.taken) throw new Error(`Another loader or an erasure is at work on ${database.where}.`);
  try {
    return await loadAll(options);
  } finally {
    await database.query("select pg_advisory_unlock($1)", [LOADER_LOCK]).catch(() => undefined);
  }
}

async function loadAll(options: LoadOptions): Promise<LoadReport> {
  const { source, database, chunkSize = 1_000, retriesQuarantine = false, onProgress } = options;
  const { fromDay, sinceMs, listedUntilMs } = await readWatermark(database, source.name);
  const again = retriesQuarantine ? await readQuarantinedKeys(database, source.name) : new Set<string>();
  // A mended object is younger than the watermark, but its day may be long gone.
  const listing = source.list(retriesQuarantine ? undefined : fromDay);

  let report = NOTHING;
  let newestMs = listedUntilMs ?? 0;
  for await (const listed of chunkObjects(listing, chunkSize)) {
    for (const { modifiedAtMs } of listed) newestMs = Math.max(newestMs, modifiedAtMs);
    const wanted = listed.filter(
      ({ key, modifiedAtMs }) => isLoadable(key) && (modifiedAtMs >= sinceMs || again.has(key)),
    );
    const unread = await selectUnread(database, source.name, wanted, again);
    report = add(report, await loadChunk(options, unread));
    onProgress?.(report);
  }
  // As long as something could not be read, the next run has to look at all of it again.
  if (report.unreadable === 0 && newestMs > 0) await writeWatermark(database, source.name, newestMs);
  return report;
}

async function loadChunk(options: LoadOptions, listed: readonly ListedObject[]): Promise<LoadReport> {
  const { source, database, now = Date.now } = options;
  const read = await pMap(listed, (object) => readObject(options, object), { concurrency: PARALLEL_READS });
  const objects = read.filter((object) => object !== "unreadable" && object !== "gone");
  const written = await writeOrQuarantine(database, source.name, objects, now());
  return { ...written, objects: objects.length, unreadable: read.filter((object) => object === "unreadable").length };
}

async function readObject(
  { source, onUnreadable }: LoadOptions,
  { key, modifiedAtMs, bytes }: ListedObject,
): Promise<LoadedObject | "unreadable" | "gone"> {
  if (bytes > MAX_OBJECT_BYTES) return { ...refuseObject(key, "too_large"), modifiedAtMs };
  try {
    const text = await source.read(key);
    return text === undefined ? "gone" : { ...parseObject(key, text), modifiedAtMs };
  } catch (error) {
    onUnreadable?.(key, error);
    return "unreadable";
  }
}

/** "data exception" and "program limit exceeded": the value's fault, not the server's. */
const VALUE_REFUSED = /^(?:22|54)/;

/** Whatever PostgreSQL refuses in a row that we took for good, halving finds its object: the others are stored. */
async function writeOrQuarantine(
  database: Database,
  source: string,
  objects: readonly LoadedObject[],
  nowMs: number,
): Promise<LoadReport> {
  try {
    return await write(database, source, objects, nowMs);
  } catch (error) {
    const state = readSqlState(error) ?? "";
    if (!VALUE_REFUSED.test(state)) throw error;
    const [only, ...others] = objects;
    if (only && others.length === 0) {
      const refused = { ...refuseObject(only.key, `postgres_${state}`), modifiedAtMs: only.modifiedAtMs };
      return write(database, source, [refused], nowMs);
    }
    const half = Math.ceil(objects.length / 2);
    const first = await writeOrQuarantine(database, source, objects.slice(0, half), nowMs);
    return add(first, await writeOrQuarantine(database, source, objects.slice(half), nowMs));
  }
}

async function write(
  database: Database,
  source: string,
  objects: readonly LoadedObject[],
  nowMs: number,
): Promise<LoadReport> {
  const stored = objects.length > 0 ? await writeChunk(database, source, objects, nowMs) : 0;
  const rows = objects.reduce((sum, object) => sum + object.rows.length, 0);
  const quarantined = objects.reduce((sum, { badLines }) => sum + badLines.length, 0);
  return { ...NOTHING, stored, duplicates: rows - stored, quarantined };
}

function add(one: LoadReport, other: LoadReport): LoadReport {
  return {
    objects: one.objects + other.objects,
    stored: one.stored + other.stored,
    duplicates: one.duplicates + other.duplicates,
    quarantined: one.quarantined + other.quarantined,
    unreadable: one.unreadable + other.unreadable,
  };
}
