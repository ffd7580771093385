/** A browser's key-value store that fails soft: blocked, full or patched, it never throws. */
import { attempt } from "../attempt.ts";
import type { Store } from "./platform.ts";

/**
 * Wraps the storage that `open` returns. Reading `window.localStorage` can itself throw a SecurityError
 * (blocked cookies, opaque origins), so `open` runs inside the guard, and at each call.
 */
export function createStore(open: () => Storage): Store {
  return {
    read: (key) => attempt(() => open().getItem(key) ?? undefined),
    write: (key, value) =>
      attempt(() => {
        open().setItem(key, value);
        return true;
      }) ?? false,
    remove: (key) => attempt(() => open().removeItem(key)),
    keys: () => attempt(() => Object.keys(open())) ?? [],
  };
}
