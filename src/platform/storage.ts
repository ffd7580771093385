/** Wraps `localStorage` or `sessionStorage` so that it never throws. What it does not take stays in memory. */
import { attempt } from "../attempt.ts";
import type { Store } from "./platform.ts";

/**
 * Returns a store over the storage that `open` returns. `open` runs at each call and may throw, too: reading
 * `window.localStorage` is a SecurityError where cookies are blocked.
 */
export function createStore(open: () => Storage): Store {
  /** What the storage did not take: it is blocked, full or patched. */
  const memory = new Map<string, string>();

  const write = (key: string, value: string): void => {
    memory.set(key, value);
    attempt(() => {
      open().setItem(key, value);
      memory.delete(key);
    });
  };

  return {
    read(key) {
      const inMemory = memory.get(key);
      // The storage may have room again.
      if (inMemory !== undefined) write(key, inMemory);
      return inMemory ?? attempt(() => open().getItem(key) ?? undefined);
    },
    write,
    remove(key) {
      memory.delete(key);
      attempt(() => open().removeItem(key));
    },
    keys(prefix) {
      const inStorage = attempt(() => Object.keys(open())) ?? [];
      return [...memory.keys(), ...inStorage].filter((key) => key.startsWith(prefix));
    },
  };
}
