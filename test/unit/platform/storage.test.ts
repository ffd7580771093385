import { describe, expect, test } from "vitest";
import { createStore } from "../../../src/platform/storage.ts";

function throwing(): never {
  throw new DOMException("denied", "SecurityError");
}

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
    expect(store.keys("")).toContain("key");
    store.remove("key");
    expect(store.read("key")).toBe(readable);
  });
});

test("what memory holds goes to the storage when there is room again", () => {
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
