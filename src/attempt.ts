/** Runs what is not ours and may throw: a browser's storage, a page's callback. */

/** Returns `otherwise` when `run` throws. */
export function attempt<T>(run: () => T): T | undefined;
export function attempt<T>(run: () => T, otherwise: T): T;
export function attempt<T>(run: () => T, otherwise?: T): T | undefined {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
