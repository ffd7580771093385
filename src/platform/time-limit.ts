/** Puts a time limit of our own on what is awaited: an answer or a token may never come. */

/**
 * Resolves as what `run` returns, or with `fallback` where that rejects or takes longer than `limitMs`. Never rejects.
 *
 * @param run is told by the signal that nobody waits any more
 */
export function withTimeLimit<T>(limitMs: number, fallback: T, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const limit = new Promise<T>((resolve) => {
    setTimeout(() => {
      resolve(fallback);
      controller.abort();
    }, limitMs);
  });
  return Promise.race([run(controller.signal), limit]).catch(() => fallback);
}
