/** The limits of what is copied from a page, from both sides, and what a copy costs at most. */
import { describe, expect, test } from "vitest";
import { copyPlain } from "../../src/copy-plain.ts";

/** As it will be written. */
const copy = (given: unknown): unknown => {
  const copied = copyPlain({ properties: { given } });
  return copied && (JSON.parse(JSON.stringify(copied)) as typeof copied).properties.given;
};

describe("a copy", () => {
  test("has lists and objects down to the tenth below the event, and says where deeper ones were", () => {
    const nest = (levels: number): object => (levels === 0 ? { end: 1 } : { in: nest(levels - 1) });
    expect(copy(nest(8))).toEqual(nest(8));
    expect(JSON.stringify(copy(nest(9)))).toBe(JSON.stringify(nest(9)).replace('{"end":1}', '"[Truncated]"'));
  });

  test("has every key, however long", () => {
    const given = { ["k".repeat(10_000)]: 1, "": 2 };
    expect(copy(given)).toEqual(given);
  });

  test("has a value twice that is there twice, since only a cycle never ends", () => {
    const shared = { id: 1 };
    expect(copy({ one: shared, other: shared })).toEqual({ one: { id: 1 }, other: { id: 1 } });
  });

  test("has a text whole", () => {
    const text = "x".repeat(9_000);
    expect(copyPlain({ text, properties: { text } })).toEqual({ text, properties: { text } });
  });

  test.each<[string, unknown]>([
    ["16,384 numbers", Array.from({ length: 16_384 }, (_, index) => index % 10)],
    ["5,000 keys", Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1]))],
    ["4,000 objects", Array.from({ length: 4_000 }, () => ({ a: 1 }))],
    ["a text of 32,000 characters", "x".repeat(32_000)],
  ])("has all of what may be in an event: %s", (_what, given) => {
    expect(copy(given)).toEqual(given);
  });
});

/** Counts what is read of an object or a list. */
function watch<Given extends object>(given: Given) {
  const reads = { count: 0 };
  const proxy = new Proxy(given, {
    get(target, key) {
      if (typeof key === "string" && key !== "length" && key !== "toJSON") reads.count++;
      return Reflect.get(target, key) as unknown;
    },
  });
  return { proxy, reads };
}

/** More reads than any event that fits could need. */
const MAX_READS = 33_000;

describe("what can not be in an event", () => {
  test.each<[string, unknown]>([
    ["a list of a million numbers", new Array(1e6).fill(1)],
    ["a list of 16,385 numbers", new Array(16_385).fill(1)],
    ["a sparse array", Object.assign([], { 4_000_000_000: 1 })],
    ["a Set of a million", new Set(Array(1e6).keys())],
    ["a Map of a million", new Map(Array.from({ length: 1e6 }, (_, index) => [index, index]))],
    ["a text of 50 MB", "x".repeat(5e7)],
    ["an Error with such a text", new Error("x".repeat(5e7))],
    ["a toJSON with such a text", { toJSON: () => "x".repeat(5e7) }],
    ["a key of 50 MB", { ["k".repeat(5e7)]: 1 }],
    ["the same long text many times", new Array(1_000).fill("x".repeat(30_000))],
    ["lists of lists that are the same", new Array(1_000).fill(new Array(1_000).fill(1))],
    ["an object with a hundred thousand keys", Object.fromEntries(Array.from({ length: 1e5 }, (_, at) => [at, at]))],
  ])("is no copy: %s", (_what, given) => {
    expect(copy(given)).toBeUndefined();
  });

  test("is not read, if it is a list: its length says enough", () => {
    const { proxy, reads } = watch(new Array(1e6).fill(1));
    expect(copy(proxy)).toBeUndefined();
    expect(reads.count).toBe(0);
  });

  test("is not read to its end, if it is an object", () => {
    const { proxy, reads } = watch(Object.fromEntries(Array.from({ length: 1e5 }, (_, at) => [`k${at}`, at])));
    expect(copy(proxy)).toBeUndefined();
    expect(reads.count).toBeLessThan(MAX_READS);
  });

  test("is not read to its end, if it is a tree", () => {
    const { proxy, reads } = watch({ leaf: "x" });
    const grow = (levels: number): unknown => (levels === 0 ? proxy : new Array(10).fill(grow(levels - 1)));
    expect(copy(grow(7))).toBeUndefined();
    expect(reads.count).toBeGreaterThan(0);
    expect(reads.count).toBeLessThan(MAX_READS);
  });

  test.each([NaN, Infinity, "many", undefined])("is what calls this the length of a list: %o", (length) => {
    const proxy = new Proxy([1, 2], {
      get: (target, key) => (key === "length" ? length : (Reflect.get(target, key) as unknown)),
    });
    expect(copy(proxy)).toBeUndefined();
  });
});
