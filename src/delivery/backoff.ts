/** Decides how long to wait before the next try. Pure. */
import type { Verdict } from "./judge.ts";
import { FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS } from "./limits.ts";

/**
 * Exponential backoff with full jitter: anything between zero and the ceiling, so that pages which failed together do
 * not come back together.
 *
 * @param failures failed tries in a row, from 1
 * @param random a number in [0, 1)
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(failures: number, random: number): number {
  return Math.ceil(random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)));
}

/** Returns the failed tries in a row. Halves are tried at once, and are no proof that the endpoint works again. */
export function countFailures(kind: Verdict["kind"], failures: number, mustWait: boolean): number {
  if (kind === "split") return failures;
  return mustWait ? failures + 1 : 0;
}
