/** Puts a time limit of our own on what is awaited: a lock, a token or an answer may never come. */

/**
 * Resolves as what `run` returns, or with `fallback` where that throws, rejects or takes longer than `limitMs`. Never
 * rejects.
 */
export function withTimeLimit<T>(limitMs: number, fallback: T, run: (signal: AbortSignal) => unknown): Promise<T> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const giveUp = (): void => {
      resolve(fallback);
      controller.abort();
    };
    const timer = setTimeout(giveUp, limitMs);
    // A page may have replaced what `run` calls, so it may return anything.
    const running = async (): Promise<T> => (await run(controller.signal)) as T;
    void running()
      .then(resolve, giveUp)
      .then(() => clearTimeout(timer));
  });
}
