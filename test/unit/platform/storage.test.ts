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
  const store = createStore(open);

  test("never throws, and says what it could not do", () => {
    expect(store.read("key")).toBe(readable);
    expect(store.write("key", "value")).toBe(false);
    expect(() => store.remove("key")).not.toThrow();
    expect(Array.isArray(store.keys())).toBe(true);
  });
});
