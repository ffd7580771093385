/** Puts a time limit of our own on what is awaited: an answer or a token may never come. */
import { attempt } from "../attempt.ts";

/**
 * Resolves as what `run` returns, or with `fallback` where that rejects or takes longer than `limitMs`. Never rejects.
 *
 * @param run is told by the signal that nobody waits any more. A page that has replaced `AbortController` may have none
 */
export function withTimeLimit<T>(
  limitMs: number,
  fallback: T,
  run: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  const controller = attempt(() => new AbortController());
  const limit = new Promise<T>((resolve) => {
    // Where a page has broken its timers, only an answer ends the wait.
    attempt(() =>
      setTimeout(() => {
        resolve(fallback);
        controller?.abort();
      }, limitMs),
    );
  });
  return Promise.race([run(controller?.signal), limit]).catch(() => fallback);
}
