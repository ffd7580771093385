/** Proves that a storage never throws, and that memory keeps what it does not take. */
import { describe, expect, test } from "vitest";
import { createStore } from "../../../src/platform/storage.ts";

function throwing(): never {
  throw new DOMException("denied", "SecurityError");
}

/** A storage that keeps what it takes. Its methods are no keys of it, as in a browser. */
function storageOf(kept: Map<string, string>): Storage {
  const methods = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return Object.assign(Object.create(methods) as Storage, Object.fromEntries(kept));
}

test("a store reads, writes, removes and lists what is in the storage, and of the keys only those that begin so", () => {
  const kept = new Map([["cart", "1"]]);
  const store = createStore(() => storageOf(kept));
  store.write("our:a", "1");
  store.write("our:b", "2");
  expect([store.read("our:a"), store.read("our:c")]).toEqual(["1", undefined]);
  expect([...store.keys("our:")].sort()).toEqual(["our:a", "our:b"]);
  store.remove("our:a");
  expect([...kept]).toEqual([
    ["cart", "1"],
    ["our:b", "2"],
  ]);
});

test.each(["getItem", "setItem", "removeItem"])("a storage whose %s alone throws costs no other step", (broken) => {
  const kept = new Map<string, string>();
  const store = createStore(() => Object.assign(storageOf(kept), { [broken]: throwing }));
  store.write("our:a", "1");
  expect(store.keys("our:")).toContain("our:a");
  expect(kept.has("our:a")).toBe(broken !== "setItem");
  if (broken !== "getItem") expect(store.read("our:a")).toBe("1");
  store.remove("our:a");
  expect(kept.has("our:a")).toBe(broken === "removeItem");
});

const full = { getItem: () => "old", setItem: throwing, removeItem: throwing } as unknown as Storage;

describe.each([
  ["whose getter throws", throwing, undefined],
  ["that is full", () => full, "old"],
  ["that is null", () => null as unknown as Storage, undefined],
])("a storage %s", (_name, open, readable) => {
  test("never throws, and memory steps in", () => {
    const store = createStore(open);
    expect(store.read("key")).toBe(readable);
    store.write("key", "new");
    expect(store.read("key")).toBe("new");
    expect(store.keys("k")).toContain("key");
    expect(store.keys("other")).toEqual([]);
    store.remove("key");
    expect(store.read("key")).toBe(readable);
  });
});

test("what memory holds is written to the storage when there is room again", () => {
  const kept = new Map<string, string>();
  let hasRoom = false;
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => (hasRoom ? void kept.set(key, value) : throwing()),
  } as unknown as Storage;
  const store = createStore(() => storage);
  store.write("key", "value");
  expect(store.read("key")).toBe("value");
  expect(kept.size).toBe(0);

  hasRoom = true;
  expect(store.read("key")).toBe("value");
  expect(kept.get("key")).toBe("value");
});
