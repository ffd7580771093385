/** Runs something when the code that runs now is done, and before any other task: a page may be gone then. */

/** As `queueMicrotask`, which browsers before 2019 do not have, and which a page may have replaced. */
export function runSoon(run: () => void): void {
  void Promise.resolve().then(run);
}
