/** A browser's key-value store that fails soft: blocked, full or patched, it never throws, and memory steps in. */
import { attempt } from "../attempt.ts";
import type { Store } from "./platform.ts";

/**
 * Wraps the storage that `open` returns. Reading `window.localStorage` can itself throw a SecurityError
 * (blocked cookies, opaque origins), so `open` runs inside the guard, and at each call.
 */
export function createStore(open: () => Storage): Store {
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
      const held = memory.get(key);
      // There may be room again.
      if (held !== undefined) write(key, held);
      return held ?? attempt(() => open().getItem(key) ?? undefined);
    },
    write,
    remove(key) {
      memory.delete(key);
      attempt(() => open().removeItem(key));
    },
    keys: (prefix) =>
      [...memory.keys(), ...(attempt(() => Object.keys(open())) ?? [])].filter((key) => key.startsWith(prefix)),
  };
}
