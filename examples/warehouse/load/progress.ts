/** What the database remembers of the objects of a source: how far it is, and which are done with. */
import type { Database } from "../database/database.ts";
import type { ListedObject } from "../sources/object-source.ts";

const DAY_MS = 86_400_000;

/** Objects show up in the order of their `LastModified` within moments; three days forgive whatever breaks that. */
const LOOK_BACK_MS = 3 * DAY_MS;

/** The day in a key is at most so much older than the receipt: see `plausible.ts` of the ingest. */
const MAX_AGE_MS = 7 * DAY_MS;

export interface Watermark {
  /** Everything up to here is done with. `undefined` before the first run that came to its end. */
  readonly listedUntilMs: number | undefined;
  /** Objects modified before are not looked at. */
  readonly sinceMs: number;
  /** The first day whose folder may have such objects. `undefined` for all. */
  readonly fromDay: string | undefined;
}

export async function readWatermark(database: Database, source: string): Promise<Watermark> {
  const [row] = await database.query<{ listed_until: Date }>(
    "select listed_until from clickstream_watermark where source = $1",
    [source],
  );
  if (row === undefined) return { listedUntilMs: undefined, sinceMs: 0, fromDay: undefined };
  const listedUntilMs = row.listed_until.getTime();
  const sinceMs = listedUntilMs - LOOK_BACK_MS;
  const fromDay = new Date(sinceMs - MAX_AGE_MS).toISOString().slice(0, 10).replaceAll("-", "/");
  return { listedUntilMs, sinceMs, fromDay };
}

/** Only forward. What no run will look at again need not be remembered. */
export async function writeWatermark(database: Database, source: string, listedUntilMs: number): Promise<void> {
  await database.query(
    `insert into clickstream_watermark (source, listed_until) values ($1, $2)
     on conflict (source) do update set
       listed_until = greatest(clickstream_watermark.listed_until, excluded.listed_until), moved_at = now()`,
    [source, new Date(listedUntilMs)],
  );
  await database.query("delete from clickstream_loaded_objects where source = $1 and last_modified < $2", [
    source,
    new Date(listedUntilMs - LOOK_BACK_MS),
  ]);
}

/** An object that was written anew since is unread again. */
export async function selectUnread(
  database: Database,
  source: string,
  objects: readonly ListedObject[],
  again: ReadonlySet<string>,
): Promise<readonly ListedObject[]> {
  if (objects.length === 0) return [];
  const done = await database.query<{ object_key: string; last_modified: Date }>(
    `select object_key, last_modified from clickstream_loaded_objects
     where source = $1 and object_key in (select jsonb_array_elements_text($2::jsonb))`,
    [source, JSON.stringify(objects.map(({ key }) => key))],
  );
  const times = new Map(done.map(({ object_key, last_modified }) => [object_key, last_modified.getTime()]));
  return objects.filter(({ key, modifiedAtMs }) => again.has(key) || times.get(key) !== Math.floor(modifiedAtMs));
}

export async function readQuarantinedKeys(database: Database, source: string): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ object_key: string }>(
    "select distinct object_key from clickstream_quarantine where source = $1",
    [source],
  );
  return new Set(rows.map(({ object_key }) => object_key));
}
