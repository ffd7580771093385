/** Loads the new objects of a source into the warehouse. It may be killed at any moment, and run again. */
import pMap from "p-map";
import type { Database } from "../database/database.ts";
import { withLoaderLock } from "../database/loader-lock.ts";
import { chunkObjects } from "../sources/chunk-objects.ts";
import { isLoadable, type ListedObject, type ObjectSource } from "../sources/object-source.ts";
import { addReports, EMPTY_REPORT, type LoadReport } from "./load-report.ts";
import { readQuarantinedKeys, readWatermark, selectUnloaded, writeWatermark } from "./load-state.ts";
import { readObject } from "./read-object.ts";
import { storeObjects } from "./store-objects.ts";

export interface LoadOptions {
  readonly source: ObjectSource;
  readonly database: Database;
  /** Loads the objects in quarantine again, after the objects or the loader were fixed. @default false */
  readonly retriesQuarantine?: boolean;
  /** Objects in one transaction. @default 1000 */
  readonly chunkSize?: number;
  /** @default Date.now */
  readonly now?: () => number;
  /** Is called for each object that could not be read now. */
  readonly onUnreadable?: (key: string, error: unknown) => void;
  /** Is called after each transaction, with what this run did so far. */
  readonly onProgress?: (report: LoadReport) => void;
}

/** More reads at once would need more memory, and S3 would throttle them. */
const PARALLEL_READS = 16;

/** @throws Error if another loader or an erasure is at work on this database */
export async function load(options: LoadOptions): Promise<LoadReport> {
  return withLoaderLock(options.database, "throw", () => loadNewObjects(options));
}

async function loadNewObjects(options: LoadOptions): Promise<LoadReport> {
  const { source, database, chunkSize = 1_000, retriesQuarantine = false, onProgress } = options;
  const { fromDay, sinceMs, listedUntilMs } = await readWatermark(database, source.name);
  const quarantined = retriesQuarantine ? await readQuarantinedKeys(database, source.name) : new Set<string>();
  // The day of a quarantined object may be long before the first day that has new objects.
  const listing = source.list(retriesQuarantine ? undefined : fromDay);

  let report = EMPTY_REPORT;
  let newestMs = listedUntilMs ?? 0;
  for await (const listed of chunkObjects(listing, chunkSize)) {
    for (const { modifiedAtMs } of listed) newestMs = Math.max(newestMs, modifiedAtMs);
    const candidates = listed.filter(
      ({ key, modifiedAtMs }) => isLoadable(key) && (modifiedAtMs >= sinceMs || quarantined.has(key)),
    );
    const unloaded = await selectUnloaded(database, source.name, candidates, quarantined);
    report = addReports(report, await loadChunk(options, unloaded));
    onProgress?.(report);
  }
  // If an object could not be read, the watermark stays, so that the next run lists that object again.
  if (report.unreadable === 0 && newestMs > 0) await writeWatermark(database, source.name, newestMs);
  return report;
}

async function loadChunk(options: LoadOptions, listed: readonly ListedObject[]): Promise<LoadReport> {
  const { source, database, onUnreadable, now = Date.now } = options;
  const reads = await pMap(listed, (object) => readObject(source, object), { concurrency: PARALLEL_READS });
  const objects = reads.flatMap((read) => (read.kind === "read" ? [read.object] : []));
  const unreadable = reads.filter((read) => read.kind === "unreadable");
  for (const { key, error } of unreadable) onUnreadable?.(key, error);

  const stored = await storeObjects(database, source.name, objects, now());
  return { ...stored, objects: objects.length, unreadable: unreadable.length };
}
