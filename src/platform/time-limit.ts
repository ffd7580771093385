/** Puts a time limit of our own on what is awaited: an answer or a token may never come. */
import { attempt } from "../attempt.ts";

/** Resolves as `promise` does, or with `fallback` where that rejects or takes longer than `limitMs`. Never rejects. */
export function withTimeLimit<T>(limitMs: number, fallback: T, promise: Promise<T>): Promise<T> {
  const limit = new Promise<T>((resolve) => {
    // Where a page has broken its timers, only an answer ends the wait.
    attempt(() => setTimeout(() => resolve(fallback), limitMs));
  });
  return Promise.race([promise, limit]).catch(() => fallback);
}
