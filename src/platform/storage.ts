/** Wraps `localStorage` or `sessionStorage` so that it never throws. What it does not keep stays in memory. */
import { attempt } from "../attempt.ts";
import type { Store } from "./platform.ts";

/**
 * Returns a store over the storage that `open` returns. `open` runs at each call and may throw, too: reading
 * `window.localStorage` is a SecurityError where cookies are blocked.
 */
export function createStore(open: () => Storage): Store {
  /** What the storage did not do: a value that it does not keep, and `undefined` for what it does not remove. */
  const memory = new Map<string, string | undefined>();

  const readStored = (key: string): string | undefined => {
    const value: unknown = attempt(() => open().getItem(key));
    return typeof value === "string" ? value : undefined;
  };

  const change = (key: string, value?: string): void => {
    attempt(() => (value === undefined ? open().removeItem(key) : open().setItem(key, value)));
    // Safari's script protection and some consent tools do nothing, and throw nothing.
    if (readStored(key) === value) memory.delete(key);
    else memory.set(key, value);
  };

  return {
    read(key) {
      if (!memory.has(key)) return readStored(key);
      const value = memory.get(key);
      // The storage may have room again.
      change(key, value);
      return value;
    },
    write: change,
    remove: (key) => change(key),
    keys(prefix) {
      const keys = new Set([...memory.keys(), ...(attempt(() => listKeys(open())) ?? [])]);
      for (const [key, value] of memory) if (value === undefined) keys.delete(key);
      return [...keys].filter((key) => key.startsWith(prefix));
    },
  };
}

/** `key(i)` takes long in Firefox, and a storage that a page has replaced may have its keys nowhere else. */
function listKeys(storage: Storage): readonly string[] {
  const names = Object.keys(storage);
  return names.length < storage.length ? Array.from(storage, (_, index) => storage.key(index) ?? "") : names;
}
