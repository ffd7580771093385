/** Loads the new objects of a source into the warehouse. It may be killed at any moment, and run again. */
import { chunkObjects } from "../sources/chunk-objects.ts";
import { isLoadable } from "../sources/object-source.ts";
import { loadObjects, type LoadObjectsOptions } from "./load-objects.ts";
import { addReports, EMPTY_REPORT, type LoadReport } from "./load-report.ts";
import { FIRST_RUN, readQuarantinedKeys, readWatermark, selectUnloaded, writeWatermark } from "./load-state.ts";

export interface LoadOptions extends LoadObjectsOptions {
  /** Loads the objects in quarantine again, after the objects or the loader were fixed. @default false */
  readonly retriesQuarantine?: boolean;
  /** Reads every object again, however old: objects may have been restored or copied into old folders. @default false */
  readonly readsAll?: boolean;
  /** Objects in one transaction. @default 1000 */
  readonly chunkSize?: number;
  /** Is called after each transaction, with what this run did so far. */
  readonly onProgress?: (report: LoadReport) => void;
}

/** Several may run at once: what two of them load is stored once, and neither moves the watermark before it has loaded all. */
export async function load(options: LoadOptions): Promise<LoadReport> {
  const { source, database, chunkSize = 1_000, retriesQuarantine = false, readsAll = false, onProgress } = options;
  const { fromDay, sinceMs, listedUntilMs } = readsAll ? FIRST_RUN : await readWatermark(database, source.name);
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
    report = addReports(report, await loadObjects(options, unloaded));
    onProgress?.(report);
  }
  // If an object could not be read, the watermark stays, so that the next run lists that object again.
  if (report.unreadable === 0 && newestMs > 0) await writeWatermark(database, source.name, newestMs);
  return report;
}
