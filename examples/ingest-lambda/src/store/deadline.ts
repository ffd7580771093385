/** Decides how long a request may store, and how long one attempt of it may take. Pure. */

/** Milliseconds until the answer must be on its way. It only gets less. */
export type TimeLeft = () => number;

/** A page waits 10 s for its answer. */
const ANSWER_WITHIN_MS = 8_000;

/** For the answer and its log line, before Lambda stops the function. */
const RESERVE_MS = 500;

/** One object must not use up the time of all others. Within this time its put has attempts of its own. */
const MAX_ATTEMPT_MS = 3_000;

/** An attempt with less time than this would often be cut off half way, and sent again anyway. */
const MIN_ATTEMPT_MS = 250;

/** `remainingMs`: what Lambda grants the function. Outside of Lambda there is no such limit. */
export function storeWithinMs(remainingMs = Infinity): number {
  return Math.max(0, Math.min(ANSWER_WITHIN_MS, remainingMs - RESERVE_MS));
}

/** Returns how long an attempt that begins now may take. `undefined`: too little time is left to begin one. */
export function attemptWithinMs(timeLeftMs: TimeLeft): number | undefined {
  const leftMs = timeLeftMs();
  return leftMs < MIN_ATTEMPT_MS ? undefined : Math.min(MAX_ATTEMPT_MS, leftMs);
}
