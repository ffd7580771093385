/** Reads a chunk of objects that are listed or announced, and stores them. */
import pMap from "p-map";
import type { Database } from "../database/database.ts";
import type { ListedObject, ObjectSource } from "../sources/object-source.ts";
import type { LoadReport } from "./load-report.ts";
import { readObject } from "./read-object.ts";
import { storeObjects } from "./store-objects.ts";

export interface LoadObjectsOptions {
  readonly source: ObjectSource;
  readonly database: Database;
  /** @default Date.now */
  readonly now?: () => number;
  /** Is called for each object that could not be read now. */
  readonly onUnreadable?: (key: string, error: unknown) => void;
}

/** More reads at once would need more memory, and S3 would throttle them. */
const PARALLEL_READS = 16;

export async function loadObjects(options: LoadObjectsOptions, objects: readonly ListedObject[]): Promise<LoadReport> {
  const { source, database, onUnreadable, now = Date.now } = options;
  const reads = await pMap(objects, (object) => readObject(source, object), { concurrency: PARALLEL_READS });
  const read = reads.flatMap((each) => (each.kind === "read" ? [each.object] : []));
  const unreadable = reads.filter((each) => each.kind === "unreadable");
  for (const { key, error } of unreadable) onUnreadable?.(key, error);

  const stored = await storeObjects(database, source.name, read, now());
  return { ...stored, objects: read.length, unreadable: unreadable.length };
}
