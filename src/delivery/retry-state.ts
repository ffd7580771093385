/** Keeps how long all pages of a visitor wait before the next try, so that a reload does not begin anew. */
import type { Platform } from "../platform/platform.ts";
import { MAX_RETRY_AFTER_MS } from "./limits.ts";

export interface RetryDelay {
  /** Failed tries in a row. */
  readonly failures: number;
  /** 0 = a try may begin now. */
  readonly delayMs: number;
  /** The endpoint asked for the delay, so no lifecycle event and no `flush()` ends it early. */
  readonly isRequested: boolean;
  /** Nothing has failed and nothing is delayed: one page sends what pages that are gone have left. */
  readonly isClaim: boolean;
}

export interface RetryState {
  read(): RetryDelay;
  /** Nothing is kept where nothing failed and there is no delay. */
  write(failures: number, delayMs: number, isRequested: boolean): void;
}

export function createRetryState({ local, now }: Pick<Platform, "local" | "now">, key: string): RetryState {
  return {
    read() {
      // `<failures> <until> <delay> <1 or 0>`. Any script may write into the storage, so any of it may be missing or no
      // number.
      const numbers = (local.read(key) ?? "").split(" ").map((text) => Number(text) || 0);
      const [failures = 0, untilMs = 0, wholeDelayMs = 0, requested = 0] = numbers;
      const delayMs = untilMs - now();
      // More is left than there ever was: the visitor's clock was set back, and nobody knows how far.
      const isDelayed = delayMs > 0 && delayMs <= Math.min(MAX_RETRY_AFTER_MS, wholeDelayMs);
      const isRequested = requested > 0;
      const isClaim = isDelayed && failures === 0 && !isRequested;
      return { failures, isClaim, delayMs: isDelayed && !isClaim ? delayMs : 0, isRequested };
    },
    write(failures, delayMs, isRequested) {
      if (failures || delayMs) {
        local.write(key, `${failures} ${now() + delayMs} ${delayMs} ${Number(isRequested)}`);
      } else local.remove(key);
    },
  };
}
