/** The fields that readers rely on have their types in every stored event; what does not fit is kept apart, as it came. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_FIELDS, ITEM_FIELDS } from "../../../examples/ingest-lambda/src/event-fields.ts";
import { fits } from "../../../examples/ingest-lambda/src/event/field-types.ts";
import { readFields } from "../../../examples/ingest-lambda/src/event/read-fields.ts";
import { parseJson } from "../../../examples/ingest-lambda/src/exact-json.ts";
import { MAX_EVENT_BYTES } from "../../../examples/ingest-lambda/src/limits.ts";
import { buildEvent, createTestIngest, storeOne, type StoredEvent } from "../../support/test-ingest.ts";

type Fields = Readonly<Record<string, unknown>>;

const TEXTS = ["id", "name", "category", "brand", "url_path"].map((name) => `context_product_${name}`);
const PRICES = ["price", "discount_price"].map((name) => `context_product_${name}`);

describe.each<readonly [string, unknown, unknown]>([
  ["event_name", "Add to cart", "Add to cart"],
  ["event_name", 42, "42"],
  ["event_name", "", undefined],
  ["event_name", "a\nb", undefined],
  ["event_name", ["a"], undefined],
  [
    "client_id",
    "ap-southeast-1:1b2c3d4e-0000-4000-8000-1b2c3d4e5f60",
    "ap-southeast-1:1b2c3d4e-0000-4000-8000-1b2c3d4e5f60",
  ],
  ["client_id", "", undefined],
  ["session_id", 1_700_000_000, "1700000000"],
  ["session_id", 1.5, undefined],
  ["user_id", 42, "42"],
  ["user_id", -1, "-1"],
  ["user_id", parseJson("12345678901234567890"), "12345678901234567890"],
  ["user_id", "ä".repeat(512), "ä".repeat(512)],
  ["user_id", "🎁".repeat(512), "🎁".repeat(512)],
  ["user_id", "u".repeat(513), undefined],
  ["user_id", {}, undefined],
  ["user_login_state", true, "logged_in"],
  ["user_login_state", false, "anonymous"],
  ["user_login_state", "admin", undefined],
  ["identity_source", "google.com", "google.com"],
  ["is_first_visit", "true", true],
  ["is_first_visit", "maybe", undefined],
  ["is_first_visit", 1, undefined],
  ["session_number", "3", 3],
  ["session_number", "many", undefined],
  ["session_number", 0, undefined],
  ["session_number", 1.5, undefined],
  ["event_seq", 2 ** 53 - 1, 2 ** 53 - 1],
  ["event_seq", 2 ** 53, undefined],
  ["event_seq", "99999999999999999", undefined],
  ["page_load_id", 7, "7"],
  ["page_load_id", "a b", undefined],
  ["page_load_id", "x".repeat(65), undefined],
  ["page_title", 7, "7"],
  ["page_title", { en: "Tea" }, undefined],
  ["global_privacy_control", "yes", undefined],
  ["properties", "none", undefined],
  ["properties", [1], undefined],
])("%s", (field, value, stored) => {
  test(`of ${JSON.stringify(value).slice(0, 60)} is ${JSON.stringify([stored]).slice(1, -1).slice(0, 60)}`, async () => {
    const event = await storeOne({ body: { [field]: value } });

    expect(event[field]).toEqual(stored);
    expect(event._ingest["original"]).toEqual(
      value === stored ? undefined : { [field]: JSON.parse(JSON.stringify(value)) as unknown },
    );
  });
});

/** The same field in both places where an event may have a product, and what is kept of it. */
async function storeBoth(field: string, value: unknown): Promise<readonly (readonly [Fields, unknown])[]> {
  const event = await storeOne({
    body: buildEvent({ [field]: value, properties: { items: [null, { [field]: value, quantity: 2 }] } }),
  });
  const { original } = event._ingest as { readonly original?: Fields };
  const [, item = {}] = itemsOf(event);
  const ofItem = (original?.["properties"] as { readonly items: Readonly<Record<string, Fields>> } | undefined)?.items;
  return [
    [event, original?.[field]],
    [item, ofItem?.["1"]?.[field]],
  ];
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
  ])("is text: %j", async (value, text) => {
    for (const [product, original] of await storeBoth(field, value)) {
      expect(product[field]).toBe(text);
      expect(original).toBe(value === text ? undefined : value);
    }
  });

  test("is absent where it is null, and null is not kept", async () => {
    for (const [product, original] of await storeBoth(field, null)) {
      expect(product).not.toHaveProperty(field);
      expect(original).toBeUndefined();
    }
  });

  test.each([[["Tea", 1, null]], [{ name: "Tea", parent: { id: 1 } }], [[]], [{}]])(
    "is taken out where it is a list or an object, and kept apart: %j",
    async (value) => {
      for (const [product, original] of await storeBoth(field, value)) {
        expect(product).not.toHaveProperty(field);
        expect(original).toEqual(value);
      }
    },
  );
});

describe.each(PRICES)("%s", (field) => {
  test.each<readonly [unknown, number]>([
    [19.99, 19.99],
    [0, 0],
    [-5, -5],
    ["19.99", 19.99],
    ["4,245.42", 4_245.42],
    ["19.99 EUR", 19.99],
    [99_999_999_999_999, 99_999_999_999_999],
    [1e-7, 0],
  ])("is a number: %j", async (value, price) => {
    for (const [product, original] of await storeBoth(field, value)) {
      expect(product[field]).toBe(price);
      expect(original).toBe(value === price ? undefined : value);
    }
  });

  test("is the nearest double of a number with too many digits", async () => {
    const event = await storeOne({ body: `{"${field}":19.990000000000000001}` });

    expect(event[field]).toBe(19.99);
  });

  test.each([
    [""],
    ["free"],
    ["4,245"],
    ["1e999"],
    [1e14],
    [-1e14],
    [1e200],
    [true],
    [[5]],
    [{ amount: 5, currency: "EUR" }],
  ])("is absent where no reader can take it, and kept apart: %j", async (value) => {
    for (const [product, original] of await storeBoth(field, value)) {
      expect(product).not.toHaveProperty(field);
      expect(original).toEqual(value);
    }
  });
});

describe("quantities", () => {
  test("of items are numbers", async () => {
    const items = [{ quantity: "3", position: 1 }, { quantity: "three", position: "2" }, { quantity: 1e200 }];

    const event = await storeOne({ body: buildEvent({ properties: { items } }) });

    expect(event["properties"]).toEqual({ items: [{ quantity: 3, position: 1 }, { position: 2 }, {}] });
    expect(event._ingest["original"]).toEqual({
      properties: { items: { 0: { quantity: "3" }, 1: { quantity: "three", position: "2" }, 2: { quantity: 1e200 } } },
    });
  });

  test("of an event itself are numbers where they are text of one, and otherwise the site's own", async () => {
    const [read, own] = await Promise.all(
      ["3", "a few"].map((quantity) => storeOne({ body: { properties: { quantity } } })),
    );

    expect(read).toMatchObject({
      properties: { quantity: 3 },
      _ingest: { original: { properties: { quantity: "3" } } },
    });
    expect(own).toHaveProperty("properties.quantity", "a few");
    expect(own?._ingest).not.toHaveProperty("original");
  });
});

describe("keeps", () => {
  test("what else an event and its items have, in their order", async () => {
    const item = { quantity: 2, context_product_id: 42, price: "5", id: 1, note: null, position: 1 };
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
    ["no items", { items: [] }],
  ])("%s as they came", async (_what, properties) => {
    expect((await storeOne({ body: buildEvent({ properties }) }))["properties"]).toEqual(properties);
  });

  test("fields by the names of an object's own methods", async () => {
    const fields = '"toString":1,"valueOf":2,"hasOwnProperty":3';

    const event = await storeOne({
      body: `{"event_name":"a",${fields},"properties":{"items":[{${fields}}],${fields}}}`,
    });

    expect(event).toMatchObject({ toString: 1, valueOf: 2, hasOwnProperty: 3 });
    expect(JSON.stringify(event["properties"])).toBe(`{"items":[{${fields}}],${fields}}`);
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
  const field = fc.constantFrom(...Object.keys(EVENT_FIELDS), ...Object.keys(ITEM_FIELDS), "toString", "__proto__");
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.constantFrom("19.99 EUR", "NaN", "Infinity", "-0", "1e999", "", "true", "7", "9".repeat(400)),
  );
  const product = fc.dictionary(field, value, { noNullPrototype: true });
  const event = fc
    .record({ product, items: fc.array(fc.oneof(product, value)) })
    .map(({ product: fields, items }): Fields => ({ properties: { items }, ...fields }));

  test("a stored field has its type, in the event and in its items", () => {
    fc.assert(
      fc.property(event, (sent) => {
        const { event: stored } = readFields(sent);
        const { items = [] } = Object(stored["properties"]) as { readonly items?: readonly unknown[] };
        for (const [name, type] of Object.entries(EVENT_FIELDS)) {
          if (name === "event_id" || name === "event_timestamp") continue;
          if (Object.hasOwn(stored, name)) expect(stored[name] === undefined || fits(type, stored[name])).toBe(true);
        }
        for (const item of Array.isArray(items)
          ? items.filter((one) => Object(one) === one && !Array.isArray(one))
          : [])
          for (const [name, type] of Object.entries(ITEM_FIELDS)) {
            const inItem = (item as Fields)[name];
            if (Object.hasOwn(item as Fields, name)) expect(inItem === undefined || fits(type, inItem)).toBe(true);
          }
      }),
    );
  });

  test("what is right is left as it is, so that what is stored is the same when it is stored again", () => {
    fc.assert(
      fc.property(event, (sent) => {
        const once = JSON.parse(JSON.stringify(readFields(sent).event)) as Fields;
        expect(readFields(once)).toEqual({ event: once, changes: [] });
      }),
    );
  });

  test("what was sent is not changed", () => {
    fc.assert(
      fc.property(event, (sent) => {
        const before = JSON.stringify(sent);
        readFields(sent);
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
