/** What every store promises to delivery, whatever storage is below it. It also runs inside real browsers. */
import type { Store } from "../../src/platform/platform.ts";

export interface StorePromise {
  readonly promise: string;
  /** Returns what is wrong, or `undefined`. */
  readonly check: (store: Store) => unknown;
}

const differs = (found: unknown, expected: unknown): unknown =>
  JSON.stringify(found) === JSON.stringify(expected) ? undefined : { found, expected };

const sorted = (keys: readonly string[]): readonly string[] => [...keys].sort();

/** Each check begins with a store that has no key that begins with "our:". */
export const STORE_CONTRACT: readonly StorePromise[] = [
  {
    promise: "reads what it has written",
    check(store) {
      store.write("our:a", "1");
      return differs([store.read("our:a"), store.read("our:b")], ["1", undefined]);
    },
  },
  {
    promise: "reads the last value of a key",
    check(store) {
      store.write("our:a", "1");
      store.write("our:a", "2");
      return differs([store.read("our:a"), store.read("our:a")], ["2", "2"]);
    },
  },
  {
    promise: "lists each key that it has written once, and of the keys only those that begin so",
    check(store) {
      for (const key of ["our:a", "our:b", "other:c", "our"]) store.write(key, "1");
      store.write("our:a", "2");
      return differs(sorted(store.keys("our:")), ["our:a", "our:b"]);
    },
  },
  {
    promise: "has removed what it removes, in reading and in listing",
    check(store) {
      store.write("our:a", "1");
      store.write("our:b", "2");
      store.remove("our:a");
      store.remove("our:never");
      return differs([store.read("our:a"), store.read("our:b"), store.keys("our:")], [undefined, "2", ["our:b"]]);
    },
  },
  {
    promise: "writes a key again after it was removed",
    check(store) {
      store.write("our:a", "1");
      store.remove("our:a");
      store.write("our:a", "2");
      return differs([store.read("our:a"), store.keys("our:")], ["2", ["our:a"]]);
    },
  },
  {
    promise: "keeps every text as it is: empty, long, and of any characters",
    check(store) {
      const texts = ["", " ", "null", "\u0000", "\u2028", "チ", "😀", "x".repeat(32_768), '{"__proto__":1}'];
      texts.forEach((text, index) => store.write(`our:${index}`, text));
      return differs(
        texts.map((_text, index) => store.read(`our:${index}`)),
        texts,
      );
    },
  },
  {
    promise: "has keys of every name, those of built-ins too",
    check(store) {
      const keys = ["our:length", "our:__proto__", "our:key", "our: ", "our:{}"];
      for (const key of keys) store.write(key, key);
      return differs([keys.map((key) => store.read(key)), sorted(store.keys("our:"))], [keys, sorted(keys)]);
    },
  },
];
