/** Finds by halves which event is refused, where the endpoint does not say. Pure. */
import type { Verdict } from "./judge.ts";

/** Returns the most events of the next request: half of those that were refused, and whole batches when it is found. */
export function nextMaxEvents({ kind, rejected }: Verdict, maxEvents: number, sentEvents: number): number {
  if (kind === "split") return Math.floor(sentEvents / 2);
  return kind === "acknowledged" && rejected.size < sentEvents ? maxEvents * 2 : Infinity;
}
