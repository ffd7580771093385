/** Proves that whatever a page hands over becomes JSON that fits the limit of the ingest. */
// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventFacts } from "../../../src/event/build-event.ts";
import { copyPlain } from "../../../src/event/copy-plain.ts";
import { serializeEvent } from "../../../src/event/serialize-event.ts";

const FIELDS = { event_id: "id", event_name: "page_view", event_seq: 1 };

const serialize = (facts: object): string => serializeEvent(facts as EventFacts, []) ?? "";

const roundTrip = (properties: object): unknown =>
  (JSON.parse(serialize({ ...FIELDS, properties })) as { properties: unknown }).properties;

describe("a property", () => {
  const circular: Record<string, unknown> = { name: "ring" };
  circular["self"] = circular;
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const input = document.createElement("input");
  input.value = "secret";

  test.each<[string, unknown, unknown]>([
    ["a cycle", circular, { name: "ring", self: "[Circular]" }],
    ["a BigInt", 12n, "12"],
    ["NaN", NaN, null],
    ["Infinity", -Infinity, null],
    ["a Date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an invalid Date", new Date(NaN), null],
    ["a Map", new Map([["a", 1]]), { a: 1 }],
    ["a Map with a key that would set a prototype", new Map([["__proto__", { polluted: 1 }]]), {}],
    ["a Set", new Set([1, "b"]), [1, "b"]],
    ["a revoked proxy", revoked, "[Throws]"],
    ["an Error", new RangeError("too far"), { name: "RangeError", message: "too far" }],
    ["a URL", new URL("https://shop.example/a"), "https://shop.example/a"],
    ["a form field", input, "[object HTMLInputElement]"],
    ["a typed array", new Uint8Array(4), "[object Uint8Array]"],
    ["a promise", Promise.resolve(1), "[object Promise]"],
    ["an object without a prototype", Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ["a sparse array", Object.assign([], { 4_000_000_000: 1 }), [1]],
    [
      "a throwing getter",
      {
        get boom() {
          throw new Error("boom");
        },
        ok: 1,
      },
      { boom: "[Throws]", ok: 1 },
    ],
    [
      "a throwing toJSON",
      {
        toJSON() {
          throw new Error("boom");
        },
      },
      "[Throws]",
    ],
    [
      "a toJSON that returns itself",
      {
        toJSON() {
          return this;
        },
        a: 1,
      },
      { a: 1 },
    ],
    ["holes for what JSON can not hold", [undefined, () => 1, Symbol("s")], [null, null, null]],
    ["a NUL", "a\u0000b", "a\u0000b"],
    ["a pair of surrogates", "😀", "😀"],
  ])("that is %s is written as what stands for it", (_name, value, expected) => {
    expect(roundTrip({ value })).toEqual({ value: expected });
  });

  test("that JSON can not hold is left out", () => {
    expect(roundTrip({ a: undefined, b: () => 1, c: Symbol("s"), d: 1 })).toEqual({ d: 1 });
  });

  test("that is half of a pair of surrogates is escaped, since UTF-8 can not hold it", () => {
    expect(serialize({ ...FIELDS, properties: { value: "a\ud800b" } })).toContain("a\\ud800b");
  });

  test("whose key would set a prototype is left out", () => {
    const json = '{"__proto__":{"polluted":1},"deep":{"__proto__":4,"ok":5}}';
    expect(serialize({ ...FIELDS, properties: JSON.parse(json) as object })).not.toMatch(/__proto__/);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("is left out whose key is longer than an endpoint takes", () => {
    const [long, longest] = [129, 128].map((chars) => "k".repeat(chars));
    expect(roundTrip({ [long ?? ""]: 1, [longest ?? ""]: 2 })).toEqual({ [longest ?? ""]: 2 });
  });

  test("is cut where it is too deep, too long or too much", () => {
    let deep: object = {};
    for (let level = 0; level < 10_000; level++) deep = { deep };
    expect(JSON.stringify(roundTrip({ deep }))).toContain("[Truncated]");
    expect((roundTrip({ text: "x".repeat(100_000) }) as { text: string }).text).toMatch(/^x{8192}…$/);
    expect((roundTrip({ list: new Array(1e6).fill(1) }) as { list: unknown[] }).list.length).toBeLessThanOrEqual(500);
  });

  test.each<[string, { toJSON?: () => string }]>([
    ["Array", Array.prototype as object],
    ["Object", Object.prototype],
    ["String", String.prototype as object],
  ])("is not changed by a toJSON that a script put on the prototype of %s", (_name, prototype) => {
    prototype.toJSON = () => "hijacked";
    try {
      expect(serialize({ list: [1, { a: "b" }], date: new Date(0) })).toBe(
        '{"list":[1,{"a":"b"}],"date":"1970-01-01T00:00:00.000Z"}',
      );
    } finally {
      delete prototype.toJSON;
    }
  });
});

test("a copy of the facts has no getters, methods and cycles of the page", () => {
  const facts = {
    get name() {
      return "mug";
    },
    sizes: new Set(["s", "m"]),
    toString: "mine",
  };
  const { name, sizes, toString } = copyPlain(facts, 100);
  expect({ name, sizes, toString }).toEqual({ name: "mug", sizes: ["s", "m"], toString: "mine" });
});

test("anything at all becomes JSON of at most 32 KiB, and nothing is thrown", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withNullPrototype: true,
    maxDepth: 6,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const json = serialize({ ...FIELDS, properties: { value } });
      expect(JSON.parse(json)).toMatchObject(FIELDS);
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(32_768);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["that escapes to six bytes a character", "\u0001".repeat(8_000), 2],
  ["of three bytes a character", "チ".repeat(8_000), 10],
  ["that is much", "x".repeat(8_000), 200],
])("text %s is cut until it fits, and no field is lost", (_name, text, count) => {
  const json = serialize({ ...FIELDS, properties: { texts: new Array(count).fill(text) }, last: 1 });
  expect(Buffer.byteLength(json)).toBeLessThanOrEqual(32_768);
  const { properties, ...fields } = JSON.parse(json) as { properties: { texts: readonly string[] } };
  expect(fields).toEqual({ ...FIELDS, last: 1 });
  expect(properties.texts).toHaveLength(count);
  expect(properties.texts.every((kept) => text.startsWith(kept.slice(0, -1)) && kept.endsWith("…"))).toBe(true);
});

test("an event of 32,768 bytes in UTF-8 is written whole, and of one that is a byte longer the texts are cut", () => {
  const texts = new Array(5).fill("チ".repeat(2_000));
  const write = (filler: number) => serialize({ ...FIELDS, properties: { texts, filler: "x".repeat(filler) } });
  const room = 32_768 - Buffer.byteLength(write(0));

  expect(Buffer.byteLength(write(room))).toBe(32_768);
  expect(write(room)).not.toContain("…");
  expect(write(room + 1)).toContain("…");
  expect(JSON.parse(write(room + 1))).toMatchObject(FIELDS);
});

test("what is too large even with its texts cut is not written", () => {
  const long = Array.from({ length: 490 }, (_, index) => [`${"k".repeat(120)}${index}`, "v"]);
  expect(serializeEvent(Object.fromEntries(long) as unknown as EventFacts, [])).toBeUndefined();
});
