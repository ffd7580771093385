/** Tells what outlives the sudden end of a browser, by what is promised: the second home is on disk in 200 ms. Pure. */

/** What is known of a page that wrote something. */
export interface Writer {
  /** When the second home took what waited for it. `undefined` = never. */
  readonly mirroredFromMs: number | undefined;
  /** When the page ended or was frozen, and mirrored no more. */
  readonly stoppedMs: number;
}

/** From the write to the commit of the transaction that mirrors it. */
const COALESCE_MS = 55;

/** From the commit to the disk. Measured in three engines: all of 100 events were there after 50 ms. */
export const COMMIT_TO_DISK_MS = 50;

/** Tells whether the second home has it. */
export function isMirrored(writtenMs: number, { mirroredFromMs, stoppedMs }: Writer, nowMs: number): boolean {
  if (mirroredFromMs === undefined) return false;
  return Math.max(writtenMs, mirroredFromMs) + COALESCE_MS <= Math.min(stoppedMs, nowMs);
}

/** Tells whether it is still there after the browser was killed at `nowMs`. */
export function isSafe(writtenMs: number, writer: Writer, nowMs: number, latenessMs: number): boolean {
  return writtenMs + latenessMs <= nowMs || isMirrored(writtenMs, writer, nowMs - COMMIT_TO_DISK_MS);
}
