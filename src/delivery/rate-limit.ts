/** Stops a loop that runs away, and nothing that a visitor could do. */

/** 50 a second. */
const EACH_MS = 20;

/** As many as may wait at all, 2,000: a page may track that much at once. */
const BURST_MS = 40_000;

/**
 * Returns a function that tells whether one more event may pass at this moment, by a clock that never jumps.
 *
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm a token bucket that counts in time
 */
export function createRateLimit(): (elapsedMs: number) => boolean {
  /** When the tokens that were taken are all back. */
  let fullAtMs = 0;
  return (elapsedMs) => {
    const nextMs = Math.max(fullAtMs, elapsedMs) + EACH_MS;
    const mayPass = nextMs - elapsedMs <= BURST_MS;
    if (mayPass) fullAtMs = nextMs;
    return mayPass;
  };
}
