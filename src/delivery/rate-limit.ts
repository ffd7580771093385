/** Stops a loop that tracks without end, and nothing that a visitor could do. */
import { MAX_QUEUED_EVENTS, RATE_LIMIT_INTERVAL_MS as INTERVAL_MS } from "./limits.ts";

/**
 * Returns a function that decides whether one more event may pass at this moment, by a clock that never jumps.
 *
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm a token bucket that counts in time
 */
export function createRateLimit(): (elapsedMs: number) => boolean {
  /** When all tokens that were taken are back. */
  let fullAtMs = 0;
  /** A page may track as many events at once as may wait at all. */
  const burstMs = MAX_QUEUED_EVENTS * INTERVAL_MS;
  return (elapsedMs) => {
    const nextMs = Math.max(fullAtMs, elapsedMs) + INTERVAL_MS;
    const mayPass = nextMs - elapsedMs <= burstMs;
    if (mayPass) fullAtMs = nextMs;
    return mayPass;
  };
}
