/** Erases what is stored of one visitor: first in the raw objects, then in the warehouse. It may be killed, and run again. */
import type { Database } from "../database/database.ts";
import { withLoaderLock } from "../database/loader-lock.ts";
import type { ErasableSource } from "../sources/object-source.ts";
import { eraseLines } from "./erase-lines.ts";
import { eraseRows } from "./erase-rows.ts";

export interface EraseOptions {
  readonly source: ErasableSource;
  readonly database: Database;
  readonly clientId: string;
  /** Only counts. */
  readonly isDryRun: boolean;
  /** The keys of all objects that have events of the visitor. Others are not read. @default all keys of the source */
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
}

export async function erase(options: EraseOptions): Promise<ErasureReport> {
  // A loader that has read an object and has not written its rows yet would bring back what is erased here.
  return withLoaderLock(options.database, "wait", async () => {
    const objects = await eraseLines(options);
    const changedKeys = objects.map(({ key }) => key);
    const rows = await eraseRows({ ...options, sourceName: options.source.name, changedKeys });
    return {
      removedObjects: objects.filter(({ hasOthers }) => !hasOthers).length,
      rewrittenObjects: objects.filter(({ hasOthers }) => hasOthers).length,
      lines: objects.reduce((sum, { lines }) => sum + lines, 0),
      ...rows,
    };
  });
}
