/** Bounds a wait: a browser that was made to fail may never answer. */
import { setTimeout as sleep } from "node:timers/promises";

/** @throws Error that says what did not happen in time */
export async function withTimeout<T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const deadline = sleep(limitMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what}: not within ${limitMs} ms`);
  });
  // Ends either way, and nobody waits for it after the race.
  deadline.catch(() => undefined);
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    timer.abort();
  }
}

/** Asks again and again, and returns whether the answer was yes in time. */
export async function waitUntil(limitMs: number, isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) return false;
    await sleep(100);
  }
  return true;
}
