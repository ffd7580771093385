/** The fields of products get the types of the wire, in an event and in its items, and no event is rejected for them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_EVENT_BYTES } from "../../../examples/ingest-lambda/src/limits.ts";
import { normalizeProducts } from "../../../examples/ingest-lambda/src/event/product.ts";
import { buildEvent, createTestIngest, storeOne, type StoredEvent } from "../../support/test-ingest.ts";

type Fields = Readonly<Record<string, unknown>>;

const TEXTS = ["id", "name", "category", "brand", "url_path"].map((name) => `context_product_${name}`);
const PRICES = ["price", "discount_price"].map((name) => `context_product_${name}`);

/** The same field in both places where an event may have a product. */
async function storeBoth(field: string, value: unknown): Promise<readonly Fields[]> {
  const event = await storeOne({
    body: buildEvent({ [field]: value, properties: { items: [{ [field]: value, quantity: 2 }] } }),
  });
  return [event, ...itemsOf(event)];
}

function itemsOf(event: StoredEvent): readonly Fields[] {
  return (event["properties"] as { readonly items: readonly Fields[] }).items;
}

describe.each(TEXTS)("%s", (field) => {
  test.each<readonly [unknown, string]>([
    ["42", "42"],
    ["", ""],
    [42, "42"],
    [0, "0"],
    [-1.5, "-1.5"],
    [1e21, "1e+21"],
    [true, "true"],
    [false, "false"],
    ["9007199254740993", "9007199254740993"],
    ["null", "null"],
    ["ä🎁\u0000", "ä🎁\u0000"],
  ])("is text: %j", async (value, text) => {
    for (const product of await storeBoth(field, value)) expect(product[field]).toBe(text);
  });

  test("is absent where it is null", async () => {
    for (const product of await storeBoth(field, null)) expect(product).not.toHaveProperty(field);
  });

  test.each([[["Tea", 1, null]], [{ name: "Tea", parent: { id: 1 } }], [[]], [{}]])(
    "stays as it came where it is a list or an object, so that nothing of it is lost: %j",
    async (value) => {
      for (const product of await storeBoth(field, value)) expect(product[field]).toEqual(value);
    },
  );
});

describe.each(PRICES)("%s", (field) => {
  test.each<readonly [unknown, number]>([
    [19.99, 19.99],
    [0, 0],
    [-5, -5],
    ["19.99", 19.99],
    ["19.99 EUR", 19.99],
    [" \n20.50", 20.5],
    ["1e3", 1_000],
    [".5", 0.5],
    ["5,90", 5],
    ["0x10", 0],
  ])("is a number: %j", async (value, price) => {
    for (const product of await storeBoth(field, value)) expect(product[field]).toBe(price);
  });

  test.each([
    [null],
    [""],
    ["€ 5"],
    ["free"],
    ["NaN"],
    ["Infinity"],
    ["-Infinity"],
    ["1e999"],
    [true],
    [[5]],
    [{ amount: 5, currency: "EUR" }],
    [{ valueOf: 5, toString: "5" }],
  ])("is absent where it is none: %j", async (value) => {
    for (const product of await storeBoth(field, value)) expect(product).not.toHaveProperty(field);
  });
});

describe("keeps", () => {
  test("what else an event and its items have, in their order", async () => {
    const item = { quantity: "2", context_product_id: 42, price: "5", id: 1, note: null, position: 1 };
    const properties = { value: "5", context_product_id: 7, items: [item], more: [{ context_product_id: 8 }] };

    const event = await storeOne({ body: buildEvent({ price: "5", id: 1, properties }) });

    expect(event).toMatchObject({ price: "5", id: 1 });
    expect(JSON.stringify(event["properties"])).toBe(
      JSON.stringify({ ...properties, items: [{ ...item, context_product_id: "42" }] }),
    );
  });

  test.each([
    ["items that are no list", { items: { context_product_id: 1 } }],
    ["items that are no objects", { items: [null, 5, "teapot", [{ context_product_id: 1 }], true] }],
    ["properties that are a list", [{ items: [{ context_product_id: 1 }] }]],
    ["properties that are text", "items"],
    ["properties that are null", null],
    ["no items", { items: [] }],
  ])("%s as they came", async (_what, properties) => {
    expect((await storeOne({ body: buildEvent({ properties }) }))["properties"]).toEqual(properties);
  });

  test("fields by the names of an object's own methods, and sets no prototype", async () => {
    const fields = '"toString":1,"valueOf":2,"hasOwnProperty":3';
    const product = `"__proto__":{"context_product_id":1},"context_product_id":42,"constructor":{"a":1},${fields}`;

    const event = await storeOne({
      body: `{"event_name":"cart_view",${product},"properties":{"items":[{${product}}],${fields}}}`,
    });

    expect(event).toMatchObject({ toString: 1, valueOf: 2, hasOwnProperty: 3, context_product_id: "42" });
    expect(JSON.stringify(event["properties"])).toBe(`{"items":[{"context_product_id":"42",${fields}}],${fields}}`);
    expect({}).not.toHaveProperty("context_product_id");
  });
});

describe("converting changes no limit", () => {
  test.each([...TEXTS, ...PRICES])("of the length of a text as %s", async (field) => {
    for (const fields of [
      (text: string) => ({ [field]: text }),
      (text: string) => ({ properties: { items: [{ [field]: text }] } }),
    ]) {
      const ingest = createTestIngest();
      const room = MAX_EVENT_BYTES - JSON.stringify(buildEvent(fields(""))).length;
      const tooLong = buildEvent(fields("1".repeat(room + 1)));

      const longest = await ingest.send({ body: buildEvent(fields("1".repeat(room))) });
      const refused = await ingest.send({ body: tooLong });

      expect(longest.body).toMatchObject({ stored: 1 });
      expect(refused.body["rejected"]).toEqual([{ event_id: tooLong["event_id"], code: "event_too_large" }]);
    }
  });

  test.each([...TEXTS, ...PRICES])("of depth as %s, even where the field is left out", async (field) => {
    const deep = JSON.parse(`${"[".repeat(17)}${"]".repeat(17)}`) as unknown;

    const { body } = await createTestIngest().send({ body: buildEvent({ [field]: deep }) });

    expect(body["rejected"]).toMatchObject([{ code: "too_deep" }]);
  });

  test.each([...TEXTS, ...PRICES])("of numbers as %s: JSON has none beyond them", async (field) => {
    const { body } = await createTestIngest().send({ body: `{"event_name":"product_view","${field}":1e400}` });

    expect(body["rejected"]).toMatchObject([{ code: "number_out_of_range" }]);
  });

  test("of size: an event that just fits as it is sent is stored, though its text is longer", async () => {
    const items = Array.from({ length: 400 }, (_, index) => ({ context_product_id: index }));
    const bare = buildEvent({ properties: { items }, notes: ["", "", "", ""] });
    const room = MAX_EVENT_BYTES - JSON.stringify(bare).length;
    const fit = { ...bare, notes: [0, 1, 2, 3].map((at) => "x".repeat(Math.floor((room + at) / 4))) };
    expect(JSON.stringify(fit)).toHaveLength(MAX_EVENT_BYTES);

    const event = await storeOne({ body: fit });

    expect(itemsOf(event).map(({ context_product_id }) => context_product_id)).toEqual(
      items.map(({ context_product_id }) => String(context_product_id)),
    );
  });
});

describe("for any values", () => {
  const field = fc.constantFrom(...TEXTS, ...PRICES, "quantity", "toString", "__proto__");
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.constantFrom("19.99 EUR", "NaN", "Infinity", "-0", "1e999", "", "9".repeat(400)),
  );
  const product = fc.dictionary(field, value, { noNullPrototype: true });
  const event = fc
    .record({ product, items: fc.array(fc.oneof(product, value)) })
    .map(({ product: fields, items }): Fields => ({ ...fields, event_name: "cart_view", properties: { items } }));

  test("a stored price is a finite number, and no stored text is a number, a boolean or null", () => {
    fc.assert(
      fc.property(event, (sent) => {
        const stored = normalizeProducts(sent) as StoredEvent;
        const products = [stored, ...itemsOf(stored)].filter((one) => Object(one) === one && !Array.isArray(one));
        for (const one of products) {
          for (const name of PRICES) if (Object.hasOwn(one, name)) expect(one[name]).toSatisfy(Number.isFinite);
          for (const name of TEXTS) {
            if (Object.hasOwn(one, name)) expect(["string", "object"]).toContain(typeof one[name]);
            expect(one[name]).not.toBeNull();
          }
        }
      }),
    );
  });

  test("what is right is left as it is, so that what is stored is the same when it is stored again", () => {
    fc.assert(
      fc.property(event, (sent) => {
        const once = normalizeProducts(sent);
        expect(JSON.stringify(normalizeProducts(once))).toBe(JSON.stringify(once));
      }),
    );
  });

  test("what was sent is not changed", () => {
    fc.assert(
      fc.property(event, (sent) => {
        const before = JSON.stringify(sent);
        normalizeProducts(sent);
        expect(JSON.stringify(sent)).toBe(before);
      }),
    );
  });
});

test("an event that is sent twice has the same bytes and is stored once", async () => {
  const body = buildEvent({ context_product_id: 42, context_product_price: "19.99 EUR" });
  const ingests = [createTestIngest(), createTestIngest()] as const;

  for (const ingest of ingests) await ingest.send({ body });
  const again = await ingests[0].send({ body });

  expect(again.body).toMatchObject({ stored: 0, duplicate: 1 });
  expect([...ingests[0].objects]).toEqual([...ingests[1].objects]);
});
