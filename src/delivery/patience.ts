/** How long all pages of a visitor wait before the next try. It is kept, so that a reload does not begin anew. */
import type { Store } from "../platform/platform.ts";

export interface Patience {
  /** Failed tries in a row. */
  readonly failures: number;
  /** 0 = go. */
  readonly waitMs: number;
  /** The endpoint asked for it, so a good moment does not end it. */
  readonly isOrdered: boolean;
}

/** More is a clock that was set back. It is also the longest `Retry-After` that is obeyed. */
const LONGEST_MS = 3_600_000;

export function readPatience(store: Store, key: string, nowMs: number): Patience {
  const [failures = 0, untilMs = 0, isOrdered] = (store.read(key) ?? "").split(" ").map(Number);
  const waitMs = untilMs - nowMs;
  return {
    failures: failures || 0,
    waitMs: waitMs > 0 && waitMs <= LONGEST_MS ? waitMs : 0,
    isOrdered: isOrdered === 1,
  };
}

export function writePatience(store: Store, key: string, nowMs: number, patience: Patience): void {
  const { failures, waitMs, isOrdered } = patience;
  store.write(key, `${failures} ${nowMs + waitMs} ${Number(isOrdered)}`);
}
