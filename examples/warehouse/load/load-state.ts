/** Reads and writes what the loader remembers of a source: its watermark, its loaded objects, its quarantined objects. */
import type { Database } from "../database/database.ts";
import type { ListedObject } from "../sources/object-source.ts";

const DAY_MS = 86_400_000;

/** An object is listed within moments of its `LastModified`. Three days allow for whatever delays that. */
const LOOK_BACK_MS = 3 * DAY_MS;

/** The day in a key is at most this much before the object was received: see the ingest's `time-check.ts`. */
const MAX_AGE_MS = 7 * DAY_MS;

export interface Watermark {
  /** All objects modified up to here are loaded. `undefined` before the first complete run. */
  readonly listedUntilMs: number | undefined;
  /** Objects modified before this time are not loaded any more. */
  readonly sinceMs: number;
  /** The first day (`YYYY/MM/DD`) whose folder may have objects modified since `sinceMs`. `undefined` for all days. */
  readonly fromDay: string | undefined;
}

/** Before the first complete run, all objects of all days are new. */
export const FIRST_RUN: Watermark = { listedUntilMs: undefined, sinceMs: 0, fromDay: undefined };

export async function readWatermark(database: Database, source: string): Promise<Watermark> {
  const [row] = await database.query<{ listed_until: Date }>(
    "select least(listed_until, now()) as listed_until from clickstream_watermark where source = $1",
    [source],
  );
  if (row === undefined) return FIRST_RUN;
  const listedUntilMs = row.listed_until.getTime();
  const sinceMs = listedUntilMs - LOOK_BACK_MS;
  const fromDay = new Date(sinceMs - MAX_AGE_MS).toISOString().slice(0, 10).replaceAll("-", "/");
  return { listedUntilMs, sinceMs, fromDay };
}

/**
 * Moves the watermark forward, and forgets the loaded objects that no run will list again. It never lies beyond now: an
 * object whose time is wrong would make all later runs skip what is new.
 */
export async function writeWatermark(database: Database, source: string, listedUntilMs: number): Promise<void> {
  await database.query(
    `insert into clickstream_watermark (source, listed_until) values ($1, least($2, now()))
     on conflict (source) do update set
       listed_until = greatest(least(clickstream_watermark.listed_until, now()), excluded.listed_until), moved_at = now()`,
    [source, new Date(listedUntilMs)],
  );
  await database.query(
    "delete from clickstream_loaded_objects where source = $1 and last_modified < least($2, now()) - $3::interval",
    [source, new Date(listedUntilMs), `${String(LOOK_BACK_MS)} milliseconds`],
  );
}

/** An object that was modified since it was loaded counts as unloaded, and so does one of `quarantined`. */
export async function selectUnloaded(
  database: Database,
  source: string,
  objects: readonly ListedObject[],
  quarantined: ReadonlySet<string>,
): Promise<readonly ListedObject[]> {
  if (objects.length === 0) return [];
  const loaded = await database.query<{ object_key: string; last_modified: Date }>(
    `select object_key, last_modified from clickstream_loaded_objects
     where source = $1 and object_key in (select jsonb_array_elements_text($2::jsonb))`,
    [source, JSON.stringify(objects.map(({ key }) => key))],
  );
  const loadedTimes = new Map(loaded.map(({ object_key, last_modified }) => [object_key, last_modified.getTime()]));
  // A file system's times have fractions of a millisecond, which `Date` does not keep.
  const isLoaded = ({ key, modifiedAtMs }: ListedObject): boolean => loadedTimes.get(key) === Math.floor(modifiedAtMs);
  return objects.filter((object) => quarantined.has(object.key) || !isLoaded(object));
}

export async function readQuarantinedKeys(database: Database, source: string): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ object_key: string }>(
    "select distinct object_key from clickstream_quarantine where source = $1",
    [source],
  );
  return new Set(rows.map(({ object_key }) => object_key));
}
