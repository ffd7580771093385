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
