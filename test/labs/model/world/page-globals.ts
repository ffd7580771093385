/** Lends each simulated page the globals that the real mirror reaches for, while a task of that page runs. */
import type { Undo } from "../../../../src/platform/platform.ts";

export interface PageGlobals {
  readonly after: (delayMs: number, run: () => void) => Undo;
  readonly indexedDB: IDBFactory;
}

export interface Lending {
  /** The task that runs now is this page's. `undefined` = nobody's. */
  lendTo(page: PageGlobals | undefined): void;
  readonly takeBack: Undo;
}

export function startLending(): Lending {
  const realSetTimeout = globalThis.setTimeout;
  let borrower: PageGlobals | undefined;
  const lent = (run: () => void, delayMs = 0): unknown =>
    borrower ? borrower.after(delayMs, run) : realSetTimeout(run, delayMs);

  globalThis.setTimeout = lent as typeof setTimeout;
  Object.defineProperty(globalThis, "indexedDB", { configurable: true, get: () => borrower?.indexedDB });
  Object.defineProperty(globalThis, "window", { configurable: true, value: globalThis });
  return {
    lendTo(page) {
      borrower = page;
    },
    takeBack() {
      globalThis.setTimeout = realSetTimeout;
      Reflect.deleteProperty(globalThis, "indexedDB");
      Reflect.deleteProperty(globalThis, "window");
    },
  };
}
