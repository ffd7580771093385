/** Proves that a store keeps what it can read back, and steps in with memory where the storage does not. */
// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { createStore } from "../../../src/platform/storage.ts";
import { STORE_CONTRACT } from "../../support/store-contract.ts";

function throwing(): never {
  throw new DOMException("denied", "SecurityError");
}

type Methods = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A storage over a map, whose keys are its properties, as in a browser. `changed` takes the place of methods. */
function storageOf(kept: Map<string, string>, changed: Partial<Methods> = {}): Storage {
  const methods: Methods = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    ...changed,
  };
  return new Proxy({} as Storage, {
    get: (_target, name): unknown => (name === "length" ? kept.size : Reflect.get(methods, name)),
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: () => ({ value: "", enumerable: true, configurable: true }),
  });
}

/** A storage that a page has put in place of the browser's: its keys are no properties. */
function polyfillOf(kept: Map<string, string>): Storage {
  const methods = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
  };
  return Object.create(methods, { length: { get: () => kept.size } }) as Storage;
}

/** Reads back what it is given for so long, and then forgets it without a word. */
function forgetful(kept: Map<string, string>, reads: number): Storage {
  const left = new Map<string, number>();
  return storageOf(kept, {
    getItem(key) {
      const count = left.get(key) ?? reads;
      left.set(key, count - 1);
      return count > 0 ? (kept.get(key) ?? null) : null;
    },
  });
}

const STORAGES: Readonly<Record<string, () => () => Storage>> = {
  "of a page": () => () => localStorage,
  "that is a map": () => once((kept) => storageOf(kept)),
  "whose getter throws": () => throwing,
  "that is null": () => () => null as unknown as Storage,
  "that is full": () => once((kept) => storageOf(kept, { setItem: throwing })),
  "that is full for long texts": () =>
    once((kept) =>
      storageOf(kept, { setItem: (key, value) => (value.length > 9 ? throwing() : void kept.set(key, value)) }),
    ),
  "that keeps nothing and throws nothing": () => once((kept) => storageOf(kept, { setItem: () => undefined })),
  "that removes nothing and throws nothing": () => once((kept) => storageOf(kept, { removeItem: () => undefined })),
  "that can't be read": () => once((kept) => storageOf(kept, { getItem: throwing })),
  "that answers with promises": () =>
    once((kept) => storageOf(kept, { getItem: (key) => Promise.resolve(kept.get(key)) as unknown as string })),
  "that shortens texts": () =>
    once((kept) => storageOf(kept, { setItem: (key, value) => void kept.set(key, value.slice(0, 100)) })),
  "whose keys are no properties": () => once(polyfillOf),
  "that loses what it has read back once": () => once((kept) => forgetful(kept, 0)),
};

function once(make: (kept: Map<string, string>) => Storage): () => Storage {
  const storage = make(new Map([["cart", "1"]]));
  return () => storage;
}

describe.each(Object.entries(STORAGES))("over a storage %s", (_name, open) => {
  beforeEach(() => localStorage.clear());

  test.each(STORE_CONTRACT)("a store $promise", ({ check }) => {
    expect(check(createStore(open()))).toBeUndefined();
  });
});

test("a storage that lists nothing and prefixes its keys costs no value", () => {
  const kept = new Map<string, string>();
  const prefixed = storageOf(kept, {
    getItem: (key) => kept.get(`app:${key}`) ?? null,
    setItem: (key, value) => void kept.set(`app:${key}`, value),
  });
  const store = createStore(() => prefixed);
  store.write("our:a", "1");
  expect(store.read("our:a")).toBe("1");
});

test.each(["getItem", "setItem", "removeItem"])("a storage whose %s alone throws costs no other step", (broken) => {
  const kept = new Map<string, string>();
  const store = createStore(() => storageOf(kept, { [broken]: throwing }));
  store.write("our:a", "1");
  expect(kept.has("our:a")).toBe(broken !== "setItem");
  store.remove("our:a");
  expect(kept.has("our:a")).toBe(broken === "removeItem");
});

test("the keys and values of the host stay as they are", () => {
  const kept = new Map([["cart", "1"]]);
  const store = createStore(() => storageOf(kept));
  store.write("our:a", "1");
  store.remove("our:a");
  expect([...kept]).toEqual([["cart", "1"]]);
});

test("what memory holds is written to the storage when there is room again", () => {
  const kept = new Map<string, string>();
  let hasRoom = false;
  const setItem = (key: string, value: string): void => (hasRoom ? void kept.set(key, value) : throwing());
  const store = createStore(() => storageOf(kept, { setItem }));
  store.write("key", "value");
  expect(store.read("key")).toBe("value");
  expect(kept.size).toBe(0);

  hasRoom = true;
  expect(store.read("key")).toBe("value");
  expect(kept.get("key")).toBe("value");
});
