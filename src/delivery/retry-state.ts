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
      const [failures, untilMs, wholeDelayMs, isRequested] = (local.read(key) ?? "").split(" ");
      const delayMs = (Number(untilMs) || 0) - now();
      const longestMs = Math.min(MAX_RETRY_AFTER_MS, Number(wholeDelayMs) || 0);
      // More is left than there ever was: the visitor's clock was set back, and nobody knows how far.
      const isDelayed = delayMs > 0 && delayMs <= longestMs;
      const isClaim = isDelayed && failures === "0" && isRequested === "0";
      return {
        failures: Number(failures) || 0,
        isClaim,
        delayMs: isDelayed && !isClaim ? delayMs : 0,
        isRequested: isRequested === "1",
      };
    },
    write(failures, delayMs, isRequested) {
      if (failures || delayMs) {
        local.write(key, `${failures} ${now() + delayMs} ${delayMs} ${Number(isRequested)}`);
      } else local.remove(key);
    },
  };
}
