import { describe, expect, test, vi } from "vitest";
import { adviceOn } from "../../src/debug.ts";
import { createTracker } from "../../src/index.ts";
import { createTestPlatform, ENDPOINT } from "./test-platform.ts";

const adviceFor = (name: unknown, properties: unknown) => adviceOn({ name, properties, fate: "kept" }).join(" | ");

describe("advice", () => {
  const ITEMS = [{ id: "42", quantity: 1 }];

  test.each([
    ["page_view", undefined],
    ["add_to_cart", { product: { id: "42", price: 39.9, discountPrice: 29.9 }, quantity: 1 }],
    ["purchase", { order_id: "o1", items: ITEMS, value: 0.3, currency: "EUR" }],
  ])("is not given on a good event: %s %o", (name, properties) => {
    expect(adviceFor(name, properties)).toBe("");
  });

  test.each([
    ["Add To Cart", {}, 'event name "Add To Cart" is not snake_case, so the event is dropped: try "add_to_cart"'],
    ["addToCart", {}, 'try "add_to_cart"'],
    ["search", "teapot", 'properties of "search" have to be an object'],
    ["search", ["teapot"], "have to be an object"],
    ["product_view", { product: { id: "42", price: "39.90" } }, 'product: price is the string "39.90": pass a number'],
    ["product_view", { product: { id: "42", price: 19.990000000000002 } }, "round it to 19.99"],
    ["product_view", { product: { id: "42", price: 5, discountPrice: 5 } }, "discountPrice 5 is not below price 5"],
    ["product_view", { product: { name: "Teapot" } }, "product has no id"],
    ["product_view", { product: "42" }, "product has to be an object with an id"],
    ["cart_view", { items: "none" }, "items has to be an array of products"],
    ["cart_view", { items: [{ id: "" }] }, "items[0] has no id"],
    ["cart_view", { items: [{ id: "1", price: "5" }] }, 'items[0]: price is the string "5"'],
    ["purchase", { value: 5 }, 'value has no currency: add one, such as "EUR"'],
    ["purchase", { value: 5, currency: "euro" }, 'currency "euro" is not an ISO 4217 code'],
    ["purchase", { value: "5", currency: "EUR" }, 'value is the string "5"'],
    ["search", { query: () => 1 }, "query is a function: leave it out"],
    ["search", { results: NaN }, "results is NaN, which JSON has no word for"],
  ])("on %s %o", (name, properties, expected) => {
    expect(adviceFor(name, properties)).toContain(expected);
  });

  test("is given on a loop that runs away", () => {
    expect(adviceOn({ name: "search", properties: {}, fate: "rate_limited" })).toEqual([
      expect.stringContaining("loop that runs away"),
    ]);
  });
});

test("debug mode whose file can't be loaded troubles neither page nor events", async () => {
  vi.doMock("../../src/debug.ts", () => {
    throw new Error("404");
  });
  const rejections = vi.fn();
  process.on("unhandledRejection", rejections);
  const platform = createTestPlatform();
  createTracker({ endpoint: ENDPOINT, debug: true }, platform).track("page_view");
  await platform.advance(1_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", rejections);
  vi.doUnmock("../../src/debug.ts");

  expect(platform.sent()).toHaveLength(1);
  expect(rejections).not.toHaveBeenCalled();
});

describe("debug mode", () => {
  const track = async (debug: boolean) => {
    const platform = createTestPlatform();
    const tracker = createTracker<Record<string, object>>({ endpoint: ENDPOINT, debug }, platform);
    for (let round = 0; round < 3; round++) tracker.track("product_view", { product: { id: "42", price: "5" } });
    tracker.track("Wrong Name", {});
    await vi.dynamicImportSettled();
    return platform;
  };

  test("shows each event, and says each thing to mend once", async () => {
    const { logged, warnings } = await track(true);
    expect(logged).toHaveLength(4);
    expect(warnings).toHaveLength(2);
  });

  test("that is off prints nothing", async () => {
    const { logged, warnings } = await track(false);
    expect([...logged, ...warnings]).toEqual([]);
  });
});
