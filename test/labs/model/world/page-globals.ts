/** Gives each simulated page its own `setTimeout`, `addEventListener` and `indexedDB`, while a task of that page runs. */
import type { Undo } from "../../../../src/platform/platform.ts";

export interface PageGlobals {
  readonly after: (delayMs: number, run: () => void) => Undo;
  readonly indexedDB: IDBFactory;
  readonly addEventListener: (type: string, listener: (event: StorageChange) => void) => void;
}

/** What is read of a `StorageEvent`. */
export interface StorageChange {
  readonly key: string;
  readonly newValue: string | null;
}

export interface PageGlobalsSwitch {
  /** The task that runs now is this page's. `undefined` = nobody's. */
  switchTo(page: PageGlobals | undefined): void;
  readonly uninstall: Undo;
}

export function installPageGlobals(): PageGlobalsSwitch {
  const realSetTimeout = globalThis.setTimeout;
  let current: PageGlobals | undefined;
  const setPageTimeout = (run: () => void, delayMs = 0): unknown =>
    current ? current.after(delayMs, run) : realSetTimeout(run, delayMs);

  globalThis.setTimeout = setPageTimeout as typeof setTimeout;
  Object.defineProperty(globalThis, "indexedDB", { configurable: true, get: () => current?.indexedDB });
  Object.defineProperty(globalThis, "addEventListener", {
    configurable: true,
    value: (...args: Parameters<PageGlobals["addEventListener"]>) => current?.addEventListener(...args),
  });
  Object.defineProperty(globalThis, "window", { configurable: true, value: globalThis });
  return {
    switchTo(page) {
      current = page;
    },
    uninstall() {
      globalThis.setTimeout = realSetTimeout;
      Reflect.deleteProperty(globalThis, "indexedDB");
      Reflect.deleteProperty(globalThis, "window");
      Reflect.deleteProperty(globalThis, "addEventListener");
    },
  };
}
