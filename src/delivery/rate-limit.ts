/** Stops a loop that runs away, and nothing that a visitor could do. */

/** As many as may wait at all: a page may track that much at once. */
const BURST = 2_000;
const PER_SECOND = 50;

/** Returns a token bucket: a function that tells whether one more event may pass at this moment. */
export function createRateLimit(): (nowMs: number) => boolean {
  let tokens = BURST;
  let lastMs = 0;
  return (nowMs) => {
    // A clock that is set back gives nothing and takes nothing.
    tokens = Math.min(BURST, tokens + (Math.max(0, nowMs - lastMs) / 1_000) * PER_SECOND);
    lastMs = nowMs;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}
