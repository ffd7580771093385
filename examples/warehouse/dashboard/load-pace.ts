/** Decides how often the dashboard looks for new objects: the cost must not grow with what the bucket keeps. Pure. */

/** The listing of a million objects takes a thousand requests. So loading gets at most this share of the time. */
const SHARE = 1 / 20;

/** What takes no longer costs little, and a visitor of the demo wants to see the event of just now. */
const QUICK_MS = 1_000;

/** Returns when to load again, after a load that took so long. */
export function nextLoadMs(beganMs: number, endedMs: number): number {
  const tookMs = endedMs - beganMs;
  return tookMs <= QUICK_MS ? endedMs : endedMs + tookMs / SHARE;
}
