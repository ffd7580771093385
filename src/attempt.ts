/** Runs code that is not ours and may throw: a browser's storage, a page's callback. */

/** Returns `fallback` when `run` throws. */
export function attempt<T>(run: () => T): T | undefined;
export function attempt<T>(run: () => T, fallback: T): T;
export function attempt<T>(run: () => T, fallback?: T): T | undefined {
  try {
    return run();
  } catch {
    return fallback;
  }
}
