/** Tells what is still there after the browser was killed. Promised: the copy in IndexedDB is on disk within 200 ms. Pure. */

/** What is known of a page that wrote something. */
export interface Writer {
  /** Since when the page writes to IndexedDB. `undefined` = never. */
  readonly copyingSinceMs: number | undefined;
  /** When the page ended or was frozen, and stopped writing. */
  readonly stoppedMs: number;
}

/** From the write to the commit of the transaction in IndexedDB. */
const COALESCE_MS = 55;

/** From the commit to the disk. Measured in three engines: all of 100 events were there after 50 ms. */
export const COMMIT_TO_DISK_MS = 50;

/** Tells whether IndexedDB has it. */
export function isInIndexedDb(writtenMs: number, { copyingSinceMs, stoppedMs }: Writer, nowMs: number): boolean {
  if (copyingSinceMs === undefined) return false;
  return Math.max(writtenMs, copyingSinceMs) + COALESCE_MS <= Math.min(stoppedMs, nowMs);
}

/** Tells whether it is still there after the browser was killed at `nowMs`. */
export function survivesKill(writtenMs: number, writer: Writer, nowMs: number, latenessMs: number): boolean {
  return writtenMs + latenessMs <= nowMs || isInIndexedDb(writtenMs, writer, nowMs - COMMIT_TO_DISK_MS);
}
