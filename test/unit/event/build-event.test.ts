/** Proves that the facts become one flat event with the names of the wire. */
import { createRedactor } from "../../../src/event/redact-url.ts";
import { describe, expect, test } from "vitest";
import { buildEvent, type GivenFacts, type SeenFacts, toWireProduct } from "../../../src/event/build-event.ts";
import type { WireEvent } from "../../../src/wire.ts";
import { EVENT_NAME } from "../../../src/limits.ts";

const SEEN = {} as SeenFacts;

const build = (given: Partial<GivenFacts>) =>
  buildEvent(
    SEEN,
    { page: undefined, product: undefined, context: undefined, common: undefined, properties: undefined, ...given },
    createRedactor([]),
  ) ?? ({} as WireEvent);

describe("a product on the wire", () => {
  test("has the names of the wire and the values that the page gave, since the ingest gives them their types", () => {
    const product = {
      id: 42,
      name: "Teapot",
      category: ["Kitchen"],
      brand: null,
      price: "39.90 EUR",
      discountPrice: 29.9,
      urlPath: "/products/42",
    };
    expect(toWireProduct(product)).toEqual({
      context_product_id: 42,
      context_product_name: "Teapot",
      context_product_category: ["Kitchen"],
      context_product_brand: null,
      context_product_price: "39.90 EUR",
      context_product_discount_price: 29.9,
      context_product_url_path: "/products/42",
    });
  });

  test("has nothing else, so that it can't overwrite the event's own fields", () => {
    expect(JSON.stringify(toWireProduct({ id: "42", event_id: "x", client_id: "y" }))).toBe(
      '{"context_product_id":"42"}',
    );
  });

  test("of a list keeps what else an item has", () => {
    const items = [{ id: 42, quantity: 2 }];
    const { properties } = build({ properties: { items } });
    expect(JSON.stringify(properties)).toBe('{"items":[{"context_product_id":42,"quantity":2}]}');
  });

  test.each([null, undefined, 5, "teapot", [], {}, { sku: "s" }, [{ id: "1" }]])(
    "is none that has no field of a product: %o",
    (product) => {
      expect(toWireProduct(product)).toBeUndefined();
      expect(toWireProduct(product, true)).toBeUndefined();
    },
  );
});

describe("the properties of an event", () => {
  const propertiesOf = (facts: object): unknown => build(facts).properties;

  test.each([
    { items: ["a", "b"] },
    { items: [1, 2] },
    { items: [["a"], null, { sku: "s" }] },
    { items: "none" },
    { items: { 0: { id: "1" } } },
    { product: "teapot" },
    { product: 5 },
    { product: { sku: "s" } },
    { product: ["teapot"] },
  ])("are as given, where only the name is that of products: %o", (properties) => {
    expect(propertiesOf({ properties: structuredClone(properties) })).toEqual(properties);
  });

  test("keep the product in effect beside another thing of that name", () => {
    const event = build({ product: { id: "42" }, properties: { product: "teapot" } });
    expect(event).toMatchObject({ context_product_id: "42", properties: { product: "teapot" } });
  });

  test("lose the product, and only theirs", () => {
    expect(propertiesOf({ properties: { product: { id: "1" }, deep: { product: 2 } } })).toEqual({
      deep: { product: 2 },
    });
  });

  test.each([
    {},
    { properties: {} },
    { properties: null, common: null },
    { properties: { product: { id: "1" } } },
    { properties: 5 },
  ])("are absent where there are none: %o", (facts) => {
    expect(propertiesOf(facts)).toBeUndefined();
  });
});

test.each(["page_view", "a", "step_2", `a${"b".repeat(63)}`])("takes %j as an event name", (name) => {
  expect(name).toMatch(EVENT_NAME);
});

test.each(["", "Page", "page view", "page-view", "2nd", "_a", `a${"b".repeat(64)}`, "é", "a\n"])(
  "does not take %j as an event name",
  (name) => {
    expect(name).not.toMatch(EVENT_NAME);
  },
);
