/** Runs what is not ours and may throw: a browser's storage, a page's callback. */

/** Returns `undefined` when `run` throws. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
