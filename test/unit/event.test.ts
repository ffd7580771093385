import { describe, expect, test } from "vitest";
import { buildEvent, EVENT_NAME, type EventFacts, toProductContext } from "../../src/event.ts";

describe("a product on the wire", () => {
  test("has text for text and numbers for prices, whatever the page gave", () => {
    expect(toProductContext({ id: 42, name: "Teapot", price: "39.90", discountPrice: 29.9 })).toEqual({
      context_product_id: "42",
      context_product_name: "Teapot",
      context_product_price: 39.9,
      context_product_discount_price: 29.9,
    });
  });

  test.each([{ price: "€ 5" }, { price: NaN }, { price: "" }, { price: null }, { id: undefined }])(
    "leaves out what it can't be: %o",
    (product) => {
      expect(JSON.stringify(toProductContext(product))).toBe("{}");
    },
  );

  test.each([null, undefined, 5, "teapot", []])("has no field when it is none: %o", (product) => {
    expect(JSON.stringify(toProductContext(product))).toBe("{}");
  });
});

describe("the properties of an event", () => {
  const propertiesOf = (facts: object): unknown => buildEvent(facts as EventFacts, []).properties;

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
