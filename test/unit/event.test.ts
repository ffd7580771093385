import { describe, expect, test } from "vitest";
import { isEventName, toProductContext } from "../../src/event.ts";

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

  test.each([
    ["null", null],
    ["undefined", undefined],
    [
      "a throwing getter",
      {
        get id() {
          throw new Error("boom");
        },
      },
    ],
  ])("is absent when it can't be read: %s", (_name, product) => {
    expect(toProductContext(product)).toBeUndefined();
  });
});

test.each(["page_view", "a", "step_2", `a${"b".repeat(63)}`])("takes %j as an event name", (name) => {
  expect(isEventName(name)).toBe(true);
});

test.each([
  "",
  "Page",
  "page view",
  "page-view",
  "2nd",
  "_a",
  `a${"b".repeat(64)}`,
  "é",
  "a\n",
  5,
  null,
  undefined,
  {},
])("does not take %j as an event name", (name) => {
  expect(isEventName(name)).toBe(false);
});
