/** How long all pages of a visitor wait before the next try. It is kept, so that a reload does not begin anew. */
import type { Platform } from "../platform/platform.ts";

export interface Wait {
  /** Failed tries in a row. */
  readonly failures: number;
  /** 0 = go. */
  readonly waitMs: number;
  /** The endpoint asked for it, so a good moment does not end it. */
  readonly isOrdered: boolean;
}

export interface Patience {
  read(): Wait;
  wait(failures: number, waitMs: number, isOrdered: boolean): void;
  end(): void;
}

export function createPatience({ local, now }: Pick<Platform, "local" | "now">, key: string): Patience {
  return {
    read() {
      const [failures = 0, untilMs = 0, isOrdered] = (local.read(key) ?? "").split(" ").map(Number);
      const waitMs = untilMs - now();
      return {
        failures: failures || 0,
        // More is a clock that was set back. It is also the longest `Retry-After` that is obeyed.
        waitMs: waitMs > 0 && waitMs <= 3_600_000 ? waitMs : 0,
        isOrdered: isOrdered === 1,
      };
    },
    wait(failures, waitMs, isOrdered) {
      local.write(key, `${failures} ${now() + waitMs} ${Number(isOrdered)}`);
    },
    end() {
      local.remove(key);
    },
  };
}
