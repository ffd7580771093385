/** Decides how long a request may store. Pure. */

/** A page stops waiting for its answer after 10 s. */
const ANSWER_WITHIN_MS = 8_000;

/** For the answer and its log line, before Lambda stops the function. */
const RESERVE_MS = 500;

/** `remainingMs`: what Lambda gives the function; nobody says so outside of Lambda. */
export function storeWithinMs(remainingMs = Infinity): number {
  return Math.max(0, Math.min(ANSWER_WITHIN_MS, remainingMs - RESERVE_MS));
}
