/** Proves that `dist` shortens names of our own making only, and not those of the browser, the API or the wire. */
import { expect, test } from "vitest";
import { findInternalNames, shortenNames } from "../../.config/short-names.ts";

const names = findInternalNames();

test("each has a short name of its own", () => {
  const shortNames = Object.values(shortenNames().mangleCache ?? {});
  expect(new Set(shortNames).size).toBe(names.length);
  expect(shortNames.filter((name) => !/^[a-zA-Z]{1,2}$/.test(String(name)))).toEqual([]);
});

test("names of our own parts are among them", () => {
  expect(names).toEqual(expect.arrayContaining(["openDurable", "onLifecycleEvent", "nextBatch", "forgetReported"]));
});

test.each([
  ["of the browser, in an object literal for it", ["method", "durability", "ifAvailable", "keepalive", "headers"]],
  ["of the browser, by a cast", ["prerendering", "globalPrivacyControl", "toJSON"]],
  ["of the language", ["length", "add", "get", "set", "then", "includes"]],
  ["of the API", ["endpoint", "track", "onDrop", "userId", "reason", "initial", "state", "page_url"]],
  ["of the wire", ["event_id", "batch_id", "retry_after_ms", "last_seq", "context_product_id"]],
])("names %s are not", (_whose, foreign) => {
  expect(names.filter((name) => foreign.includes(name))).toEqual([]);
});
