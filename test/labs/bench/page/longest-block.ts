/** Watches for how long the main thread answers nobody. */

const BEAT_MS = 1;

/** Returns the longest time, in milliseconds, that a task of one millisecond's delay had to wait for its turn. */
export async function longestBlockMs(watchMs: number): Promise<number> {
  let beatMs = performance.now();
  let longestMs = 0;
  for (const endMs = beatMs + watchMs; beatMs < endMs;) {
    // Unlike a timer, such a task is not held back to four milliseconds when it is asked for again and again.
    await scheduler.postTask(() => undefined, { delay: BEAT_MS });
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - beatMs - BEAT_MS);
    beatMs = nowMs;
  }
  return longestMs;
}
