/** Erases what is stored of one visitor: first in the raw objects, then in the warehouse. It may be killed, and run again. */
import type { Database } from "../database/database.ts";
import type { ErasableSource } from "../sources/object-source.ts";
import { eraseLines } from "./erase-lines.ts";
import { eraseRows, listKeysOfRows } from "./erase-rows.ts";
import { noteErasedObjects } from "./erased-objects.ts";
import type { Visitor } from "./visitor.ts";

export interface EraseOptions {
  readonly source: ErasableSource;
  readonly database: Database;
  /** Whose events are erased: those that have one of these ids. */
  readonly visitor: Visitor;
  /** Only counts. */
  readonly isDryRun: boolean;
  /**
   * The keys of the objects that have events of the visitor. These are read, and those that the visitor's rows came from.
   *
   * @default all keys of the source
   */
  readonly keys?: readonly string[] | undefined;
}

export interface ErasureReport {
  /** Objects that had lines of this visitor only. They are removed. */
  readonly removedObjects: number;
  /** Objects that had lines of others, too. They are written anew without those of the visitor. */
  readonly rewrittenObjects: number;
  /** Lines of the visitor in both. */
  readonly lines: number;
  readonly rows: number;
  /** Drop reports of, and by, the visitor's page loads. */
  readonly streams: number;
  /** Events of these lines that were in no row. */
  readonly unloaded: number;
  /** Objects that rows of the visitor came from, and in which no line of the visitor was found. */
  readonly lostKeys: readonly string[];
  /** Those of the named keys that are not in the source. */
  readonly missingKeys: readonly string[];
}

/** Loaders may be at work: `erasure-lock.ts` keeps them from bringing rows back. */
export async function erase(options: EraseOptions): Promise<ErasureReport> {
  const { source, database, visitor, isDryRun } = options;
  const { objects, missingKeys } = await eraseLines({
    source,
    visitor,
    isDryRun,
    keys: await chooseKeys(options),
    onErase: (found) => noteErasedObjects(database, source.name, found),
  });
  const rows = await eraseRows({
    database,
    visitor,
    isDryRun,
    sourceName: source.name,
    keys: objects.map(({ key }) => key),
    eventIds: objects.flatMap(({ eventIds }) => eventIds),
  });
  return {
    removedObjects: objects.filter(({ replacedBy }) => replacedBy === undefined).length,
    rewrittenObjects: objects.filter(({ replacedBy }) => replacedBy !== undefined).length,
    lines: objects.reduce((sum, { lines }) => sum + lines, 0),
    ...rows,
    missingKeys: missingKeys.filter((key) => options.keys?.includes(key)),
  };
}

async function chooseKeys({ database, visitor, keys }: EraseOptions): Promise<readonly string[] | undefined> {
  return keys && [...new Set([...keys, ...(await listKeysOfRows(database, visitor))])];
}
