/** Proves that whatever a page hands over becomes JSON that fits the limit of the ingest. */
// @vitest-environment happy-dom
import { createRedactor } from "../../../src/event/redact-url.ts";
import fc from "fast-check";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { buildEvent, type SeenFacts } from "../../../src/event/build-event.ts";
import { copyPlain } from "../../../src/copy-plain.ts";
import { serializeEvent } from "../../../src/event/serialize-event.ts";

const FIELDS = { event_id: "id", event_name: "page_view", event_seq: 1 };

/** The tracker gives all five, whatever the page has set. */
const NOTHING_GIVEN = {
  page: undefined,
  product: undefined,
  context: undefined,
  common: undefined,
  properties: undefined,
};

const serialize = (facts: object): string => {
  const { page, product, context, common, properties, ...seen } = { ...NOTHING_GIVEN, ...facts };
  const given = { page, product, context, common, properties };
  const event = buildEvent(seen as SeenFacts, given, createRedactor([]));
  return (event && serializeEvent(event, false)) ?? "";
};

const roundTrip = (properties: object): unknown =>
  (JSON.parse(serialize({ ...FIELDS, properties })) as { properties: unknown }).properties;

describe("a property", () => {
  const circular: Record<string, unknown> = { name: "ring" };
  circular["self"] = circular;
  const raise = (): never => {
    throw new Error("boom");
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const input = document.createElement("input");
  input.value = "secret";
  /** What another frame made is of other classes. */
  const ofAnotherFrame = (script: string): unknown => runInNewContext(script) as unknown;

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
    [
      "an object with members that it inherits",
      Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } }),
      { own: 2 },
    ],
    ["an object without a prototype", Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ["an array with holes", [1, , 3], [1, null, 3]], // eslint-disable-line no-sparse-arrays -- it is what is tested
    ["an array with other members", Object.assign([1, 2], { total: 2, toJSON: () => "no" }), [1, 2]],
    ["a match of a RegExp", /(\d)-(\d)/.exec("1-2"), ["1-2", "1", "2"]],
    [
      "an array whose members throw",
      new Proxy([1], { get: (_of, key) => (key === "length" ? 1 : raise()) }),
      "[Throws]",
    ],
    ["a number in a box", Object(1), 1],
    ["a text in a box", Object("x"), "x"],
    ["a truth in a box", Object(false), false],
    ["a BigInt in a box", Object(12n), "12"],
    ["a Map of another frame", ofAnotherFrame("new Map([['a', 1]])"), { a: 1 }],
    ["a Set of another frame", ofAnotherFrame("new Set([1])"), [1]],
    ["an Error of another frame", ofAnotherFrame("new TypeError('far')"), { name: "TypeError", message: "far" }],
    ["a Date of another frame", ofAnotherFrame("new Date(0)"), "1970-01-01T00:00:00.000Z"],
    ["an array of another frame", ofAnotherFrame("Object.assign([1, [2]], { a: 1 })"), [1, [2]]],
    ["an object of another frame", ofAnotherFrame("({ a: { b: 1 } })"), { a: { b: 1 } }],
    [
      "an Error of the DOM",
      new DOMException("full", "QuotaExceededError"),
      { name: "QuotaExceededError", message: "full" },
    ],
    ["a toJSON that is no function", { toJSON: "x" }, { toJSON: "x" }],
    ["a toJSON that returns a list", { toJSON: () => [1, { a: 2 }] }, [1, { a: 2 }]],
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

  test("is there with a key of any length", () => {
    const long = { ["k".repeat(129)]: 1, ["k".repeat(20_000)]: 2 };
    expect(roundTrip(long)).toEqual(long);
  });

  test("says where it is cut for its depth", () => {
    let deep: object = {};
    for (let level = 0; level < 10_000; level++) deep = { deep };
    expect(JSON.stringify(roundTrip({ deep }))).toContain("[Truncated]");
  });

  test.each<[string, { toJSON?: () => string }]>([
    ["Array", Array.prototype as object],
    ["Object", Object.prototype],
    ["Function", Function.prototype as object],
    ["String", String.prototype as object],
  ])(
    "is not changed by a toJSON that a script put on the prototype of %s, and does not call it",
    (_name, prototype) => {
      prototype.toJSON = () => raise();
      const properties = { list: [1, { a: "b" }], items: [{ id: "1" }], run: () => 1, map: new Map([["k", 1]]) };
      try {
        expect(serialize({ date: new Date(0), properties })).toBe(
          '{"date":"1970-01-01T00:00:00.000Z","properties":{"list":[1,{"a":"b"}],"items":[{"context_product_id":"1"}],"map":{"k":1}}}',
        );
      } finally {
        delete prototype.toJSON;
      }
    },
  );

  test.each<[string, PropertyDescriptor]>([
    ["a value", { value: "theirs", writable: true }],
    ["a value that can't be written", { value: "theirs", writable: false }],
    ["a getter", { get: () => "theirs" }],
    ["a setter", { set: raise, get: () => "theirs" }],
  ])("is not changed by %s that a script put on the prototype of all objects", (_what, descriptor) => {
    const names = ["id", "name", "product", "items", "properties", "extra"];
    const properties = { extra: 1, items: [{ id: "1", name: "Teapot" }, { sku: "s" }], product: { sku: "s" } };
    for (const name of names) {
      Object.defineProperty(Object.prototype, name, { ...descriptor, enumerable: true, configurable: true });
    }
    let json: string;
    try {
      json = serialize({ ...FIELDS, properties });
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name);
    }
    expect(JSON.parse(json)).toEqual({
      ...FIELDS,
      properties: {
        ...properties,
        items: [{ context_product_id: "1", context_product_name: "Teapot" }, { sku: "s" }],
      },
    });
  });

  test.each<[string, object, string, unknown]>([
    ["Object.keys, as Prototype.js 1.6 did", Object, "keys", keysAndInherited],
    ["Object.entries", Object, "entries", raise],
    ["Array.prototype.map", Array.prototype, "map", () => ["wrong"]],
    ["Array.prototype.filter", Array.prototype, "filter", () => []],
    ["Array.prototype.join", Array.prototype, "join", () => "wrong"],
    ["Array.prototype.at", Array.prototype, "at", raise],
    ["String.prototype.padStart", String.prototype, "padStart", raise],
    ["JSON.stringify", JSON, "stringify", () => "garbage"],
    ["TextEncoder", globalThis, "TextEncoder", undefined],
  ])("is right though a script has replaced %s", (_what, owner, name, value) => {
    const properties = { list: [1, [2]], items: [{ id: "1", quantity: 2 }], product: { id: "2" }, deep: { a: "é" } };
    const original = Object.getOwnPropertyDescriptor(owner, name) ?? {};
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    let json: string;
    try {
      json = serialize({ ...FIELDS, properties });
    } finally {
      Object.defineProperty(owner, name, original);
    }
    expect(JSON.parse(json)).toEqual({
      ...FIELDS,
      context_product_id: "2",
      properties: { list: [1, [2]], items: [{ quantity: 2, context_product_id: "1" }], deep: { a: "é" } },
    });
  });
});

/** With a method on the prototype of all arrays, which that library has many of. */
function keysAndInherited(of: object): readonly string[] {
  const keys: string[] = [];
  for (const key in of) keys.push(key);
  return [...keys, "each"];
}

describe("what is no object with names", () => {
  test.each<[string, unknown]>([
    ["a text", "teapot"],
    ["a number", 5],
    ["true", true],
    ["a BigInt", 5n],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a list", ["teapot"]],
    ["a text in a box", Object("teapot")],
    ["a Date", new Date(0)],
    ["an invalid Date", new Date(NaN)],
    ["a Set", new Set(["teapot"])],
    ["a RegExp", /teapot/],
    ["a typed array", new Uint8Array(3)],
    ["a promise", Promise.resolve(1)],
    // As browsers call it; happy-dom does not.
    ["a click", Object.assign(new MouseEvent("click"), { [Symbol.toStringTag]: "PointerEvent" })],
    ["a form's data", new FormData()],
    ["an element", document.createElement("input")],
    ["a URL", new URL("https://shop.example/a")],
    ["null", null],
  ])("is no properties of an event: %s", (_what, value) => {
    const json = serialize({ ...FIELDS, page: value, product: value, common: value, properties: value });
    expect(JSON.parse(json)).toEqual(FIELDS);
  });

  test.each<[string, unknown]>([
    ["a Map", new Map([["query", "teapot"]])],
    ["an object that another frame made", runInNewContext("({ query: 'teapot' })")],
    ["a model that says what it holds", { attributes: {}, toJSON: () => ({ query: "teapot" }) }],
  ])("is unlike %s, whose names are those of the properties", (_what, properties) => {
    expect(JSON.parse(serialize({ ...FIELDS, properties }))).toEqual({ ...FIELDS, properties: { query: "teapot" } });
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
  const { name, sizes, toString } = copyPlain(facts) ?? {};
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

test("a purchase of 80 items with 5 fields is whole", () => {
  const items = Array.from({ length: 80 }, (_, at) => ({
    id: `sku-${at}`,
    name: `Teapot number ${at}, with a lid and a spout`,
    category: "Kitchen",
    price: 39.9,
    quantity: at,
  }));
  const properties = { items, order_id: "o-1", value: 3_192, currency: "EUR" };
  expect(roundTrip(properties)).toEqual({
    ...properties,
    items: items.map(({ id, name, category, price, quantity }) => ({
      context_product_id: id,
      context_product_name: name,
      context_product_category: category,
      context_product_price: price,
      quantity,
    })),
  });
});

test.each([
  ["of one byte", "x"],
  ["of two bytes", "é"],
  ["of three bytes", "チ"],
  ["of four bytes", "😀"],
  ["that escape to six bytes", "\u0001"],
])(
  "an event of 32,768 bytes with letters %s is written whole, and one that is a byte longer is not written",
  (_what, letter) => {
    const text = letter.repeat(1_000);
    const write = (filler: number) => serialize({ ...FIELDS, properties: { text, filler: "x".repeat(filler) } });
    const room = 32_768 - Buffer.byteLength(write(0));

    expect(Buffer.byteLength(write(room))).toBe(32_768);
    expect(JSON.parse(write(room))).toEqual({ ...FIELDS, properties: { text, filler: "x".repeat(room) } });
    expect(write(room + 1)).toBe("");
  },
);

test("what setProperties() gave does not count where track() gives another value", () => {
  const [common, own] = [{ text: "x".repeat(30_000) }, { text: "y".repeat(30_000) }];
  expect(JSON.parse(serialize({ ...FIELDS, common, properties: own }))).toEqual({ ...FIELDS, properties: own });
});

test("a product with much more than the fields of one is written by these alone", () => {
  const product = { description: "x".repeat(50_000), reviews: Array(500).fill({ stars: 5 }), id: "42", name: "Teapot" };
  const context = { context_product_id: "42", context_product_name: "Teapot" };
  expect(JSON.parse(serialize({ ...FIELDS, properties: { product } }))).toEqual({ ...FIELDS, ...context });
  expect(JSON.parse(serialize({ ...FIELDS, product }))).toEqual({ ...FIELDS, ...context });
});

test("an address of any length leaves an event as it is, since the page did not choose it", () => {
  const page_url = `https://shop.example/a#${"x".repeat(100_000)}`;
  expect(JSON.parse(serialize({ ...FIELDS, page_url }))).toMatchObject({ page_url: "https://shop.example/a" });
});

test("anything at all as properties becomes JSON of at most 32 KiB, and as JSON.stringify has it", () => {
  // Names that mean something have tests of their own.
  const name = fc.string().filter((text) => !["product", "items", "__proto__"].includes(text));
  const plain = fc.dictionary(name, fc.jsonValue({ maxDepth: 5 }));
  fc.assert(
    fc.property(plain, (given) => {
      const expected = JSON.parse(
        JSON.stringify(given, (key, value: unknown) => (key === "__proto__" ? undefined : value)),
      ) as object;
      const { properties } = JSON.parse(serialize({ ...FIELDS, properties: given })) as { properties?: object };
      expect(properties ?? {}).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
