/** What the page writes again after somebody emptied its storage. */
// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { createIndexedDbCopy } from "../../../src/platform/indexeddb-copy.ts";
import { memoryStore } from "../../support/test-platform.ts";

const open = () => {
  const local = memoryStore();
  return { local, copy: createIndexedDbCopy(local) };
};

const clear = (local: ReturnType<typeof memoryStore>): void => {
  for (const key of local.keys("")) local.remove(key);
};

test.each<[string, (copy: ReturnType<typeof createIndexedDbCopy>) => unknown]>([
  ["a listing", (copy) => copy.keys("queue:")],
  ["a write", (copy) => copy.write("queue:2", "two")],
])("brings back at %s what this page wrote, once the storage was emptied", (_what, act) => {
  const { local, copy } = open();
  copy.write("queue:1", "one");
  clear(local);
  expect(local.keys("queue:")).toEqual([]);
  act(copy);
  expect(local.read("queue:1")).toBe("one");
});

test("forgets what another tab has delivered, and does not bring it back after the storage was emptied", () => {
  const { local, copy } = open();
  copy.write("queue:1", "one");
  copy.write("queue:2", "two");
  local.remove("queue:1");
  window.dispatchEvent(new StorageEvent("storage", { key: "queue:1", oldValue: "one", newValue: null }));
  expect(copy.read("queue:1")).toBeUndefined();
  clear(local);
  expect(copy.keys("queue:")).toEqual(["queue:2"]);
  expect(local.keys("queue:")).toEqual(["queue:2"]);
});

test("keeps what a storage has lost without a word, and what was written or emptied elsewhere", () => {
  const { local, copy } = open();
  copy.write("queue:1", "one");
  local.remove("queue:1");
  window.dispatchEvent(new StorageEvent("storage", { key: "queue:1", newValue: "one" }));
  window.dispatchEvent(new StorageEvent("storage", { key: null, newValue: null }));
  expect([copy.read("queue:1"), copy.keys("queue:")]).toEqual(["one", ["queue:1"]]);
});

test("does not bring back what it has removed", () => {
  const { local, copy } = open();
  copy.write("queue:1", "one");
  copy.remove("queue:1");
  clear(local);
  expect(copy.read("queue:1")).toBeUndefined();
  expect(copy.keys("queue:")).toEqual([]);
});

test("takes the marker of another tab for its own, so that two tabs do not write over each other for ever", () => {
  const local = memoryStore({ clickstream: "theirs" });
  const copy = createIndexedDbCopy(local);
  copy.write("queue:1", "one");
  expect(local.read("clickstream")).toBe("theirs");
});

test("that is destroyed removes what this page wrote, and brings nothing back", () => {
  const { local, copy } = open();
  copy.write("queue:1", "one");
  local.write("queue:2", "of another page");
  copy.destroy();
  expect(local.keys("queue:")).toEqual(["queue:2"]);
  clear(local);
  expect(copy.keys("queue:")).toEqual([]);
  expect(local.keys("")).toEqual([]);
});
