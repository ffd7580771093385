/** Erases a visitor's rows in the warehouse, in one transaction. */
import { inTransaction, type Database } from "../database/database.ts";
import { waitForWriters } from "../database/erasure-lock.ts";
import { eraseStreams, STREAMS_OF_VISITOR } from "./erase-streams.ts";
import { forgetErasedObjects } from "./erased-objects.ts";
import { ID_FIELDS, ID_KINDS, type Visitor } from "./visitor.ts";

export interface EraseRowsOptions {
  readonly database: Database;
  readonly visitor: Visitor;
  readonly isDryRun: boolean;
  readonly sourceName: string;
  /** Objects that have lines of the visitor, and the events in these lines. */
  readonly keys: readonly string[];
  readonly eventIds: readonly string[];
}

export interface ErasedRows {
  readonly rows: number;
  readonly streams: number;
  /** Events of the lines that are not in the warehouse. */
  readonly unloaded: number;
  /** Objects that rows of the visitor came from, and that neither this erasure nor an earlier one has found. */
  readonly lostKeys: readonly string[];
}

/** Returns how many rows are, or would be, erased. */
export async function eraseRows(options: EraseRowsOptions): Promise<ErasedRows> {
  const { database, isDryRun } = options;
  return inTransaction(database, async () => {
    if (!isDryRun) await waitForWriters(database);
    await selectRows(options);
    const found = await countFound(options);
    if (isDryRun) return found;
    await eraseStreams(database);
    await database.run("delete from clickstream_events where event_id in (select event_id from erasing)");
    await forgetErasedObjects(database, options.sourceName);
    return found;
  });
}

/** The keys of the objects that the visitor's rows came from. */
export async function listKeysOfRows(database: Database, visitor: Visitor): Promise<readonly string[]> {
  const rows = await database.query<{ object_key: string }>(
    `select distinct object_key from clickstream_events where ${OF_VISITOR}`,
    listIds(visitor),
  );
  return rows.map(({ object_key }) => object_key);
}

const listed = (parameter: number): string => `(select jsonb_array_elements_text($${String(parameter)}::jsonb))`;

/** The values are those of `listIds`. An id that its column cannot hold is in `extra`, one that the ingest took out in `original`. */
const OF_VISITOR = `(${ID_KINDS.flatMap((kind, index) => {
  const field = ID_FIELDS[kind];
  const places = [field, ...["claimed", "original", "extra"].map((column) => `${column} ->> '${field}'`)];
  return places.map((place) => `${place} in ${listed(index + 1)}`);
}).join(" or ")})`;

function listIds(visitor: Visitor): readonly string[] {
  return ID_KINDS.map((kind) => JSON.stringify(visitor[kind]));
}

/** By their ids, and by the lines: only these have all that the page sent. */
async function selectRows({ database, visitor, keys, eventIds }: EraseRowsOptions): Promise<void> {
  await database.run(
    `create temp table erasing (event_id uuid, page_load_id text, event_seq bigint, object_key text) on commit drop`,
  );
  await database.query(
    `insert into erasing select event_id, page_load_id, event_seq, object_key from clickstream_events
     where ${OF_VISITOR} or (event_id::text in ${listed(4)} and object_key in ${listed(5)})`,
    [...listIds(visitor), JSON.stringify(eventIds.map((id) => id.toLowerCase())), JSON.stringify(keys)],
  );
}

async function countFound({ database, sourceName, keys, eventIds }: EraseRowsOptions): Promise<ErasedRows> {
  const [row] = await database.query<{ rows: number; streams: number; loaded: number }>(
    `select (select count(*) from erasing) as rows, (select count(*) ${STREAMS_OF_VISITOR}) as streams,
       (select count(*) from erasing where event_id::text in ${listed(1)}) as loaded`,
    [JSON.stringify(eventIds.map((id) => id.toLowerCase()))],
  );
  const lost = await database.query<{ object_key: string }>(
    `select distinct object_key from erasing where object_key not in ${listed(1)} and not exists (
       select from clickstream_erased_objects erased where source = $2 and erased.object_key = erasing.object_key
     ) order by object_key`,
    [JSON.stringify(keys), sourceName],
  );
  const { rows = 0, streams = 0, loaded = 0 } = row ?? {};
  const unloaded = new Set(eventIds).size - loaded;
  return { rows, streams, unloaded, lostKeys: lost.map(({ object_key }) => object_key) };
}
