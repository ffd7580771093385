/** Counts what one page load gave out and what was dropped on purpose, so that a reader can tell what is missing. */
import type { StreamReport } from "../wire.ts";

/** Why an event was dropped before it was stored. */
export type DropReason =
  /** Its name is not snake_case, or it could not be read at all. */
  | "invalid"
  /** It is larger than the endpoint takes. */
  | "too_large"
  /** Too much is waiting: the oldest make room. */
  | "overflow"
  /** The endpoint refused this very event. */
  | "rejected";

export interface Stream {
  /** Gives out 1, 2, 3 ... It is called before anything may drop the event. */
  nextSeq(): number;
  drop(reason: DropReason, count: number): void;
  report(): StreamReport;
}

export function createStream(pageLoadId: string): Stream {
  let lastSeq = 0;
  let dropped: Readonly<Partial<Record<DropReason, number>>> = {};

  return {
    nextSeq: () => ++lastSeq,
    drop(reason, count) {
      dropped = { ...dropped, [reason]: (dropped[reason] ?? 0) + count };
    },
    report: () => ({ page_load_id: pageLoadId, last_seq: lastSeq, dropped }),
  };
}
