/** Proves what debug mode shows on the console, and what it advises. */
import { describe, expect, test, vi } from "vitest";
import { adviceOn, adviceOnPage } from "../../../src/development/event-advice.ts";
import { createTracker, type TrackerOptions } from "../../../src/development/index.ts";
import { spyConsole } from "../spy-console.ts";
import type { Batch } from "../../../src/wire.ts";
import { acknowledge, createTestPlatform, ENDPOINT } from "../../support/test-platform.ts";

const adviceFor = (name: unknown, properties: unknown) => adviceOn({ name, properties }).join(" | ");

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
    ["Add To Cart", {}, 'event name "Add To Cart" is not snake_case, so the event is dropped. Try "add_to_cart"'],
    ["addToCart", {}, 'Try "add_to_cart"'],
    ["search", "teapot", 'the properties of "search" must be an object'],
    ["search", ["teapot"], "must be an object with names"],
    ["search", new Date(0), "must be an object with names"],
    ["search", Object.assign({}, { [Symbol.toStringTag]: "PointerEvent" }), "must be an object with names"],
    ["search", null, "must be an object with names"],
    ["brew", { product: ["teapot"] }, "product must be an object with an id. It is stored as it is"],
    ["product_view", { product: { id: "42", price: "39.90" } }, 'product: price is the string "39.90". Pass a number'],
    ["product_view", { product: { id: "42", price: 19.990000000000002 } }, "Round it to 19.99"],
    ["product_view", { product: { id: "42", price: 5, discountPrice: 5 } }, "discountPrice 5 is not below price 5"],
    ["product_view", { product: { name: "Teapot" } }, "product has no id"],
    ["product_view", { product: { id: "42", category: ["Tea", "Pots"] } }, "category is a list or an object"],
    ["product_view", { product: "42" }, "product must be an object with an id"],
    ["cart_view", { items: "none" }, "items must be an array of products"],
    ["cart_view", { items: [{ id: "" }] }, "items[0] has no id"],
    ["cart_view", { items: [{ id: "1", price: "5" }] }, 'items[0]: price is the string "5"'],
    ["purchase", { value: 5 }, 'value has no currency. Add one, such as "EUR"'],
    ["purchase", { value: 5, currency: "euro" }, 'currency "euro" is not an ISO 4217 code'],
    ["purchase", { value: "5", currency: "EUR" }, 'value is the string "5"'],
    ["search", { query: () => 1 }, "query is a function. Leave it out"],
    ["search", { results: NaN }, "results is NaN, which JSON can not hold"],
  ])("on %s %o", (name, properties, expected) => {
    expect(adviceFor(name, properties)).toContain(expected);
  });

  test("is given on a field of setPage() that is ignored", () => {
    const route = { fullPath: "/a", page_path: "/a", page_title: undefined, page_url: new URL("https://shop.example") };
    expect(adviceOnPage(route)).toEqual([
      expect.stringContaining("setPage() ignores fullPath: the fields are page_url"),
    ]);
    expect(adviceOnPage({ page_title: 42 })).toEqual(["setPage() ignores page_title, which is not text"]);
    expect(adviceOnPage("/a")).toEqual(["setPage() takes an object of page fields"]);
    expect(adviceOnPage(null)).toEqual([]);
  });

  test("is given on an event that is too large", () => {
    expect(adviceOn({ name: "search", properties: {}, reason: "too_large" })).toEqual([
      expect.stringContaining("larger than 32 KiB"),
    ]);
  });

  test("is given on a loop without end", () => {
    expect(adviceOn({ name: "search", properties: {}, reason: "rate_limited" })).toEqual([
      expect.stringContaining("loop without end"),
    ]);
  });
});

describe("debug mode", () => {
  const open = (options: TrackerOptions) => {
    const console = spyConsole();
    const platform = createTestPlatform();
    const tracker = createTracker<Record<string, object>>(options, platform);
    return { platform, tracker, ...console };
  };

  test("says once what setPage() ignores", () => {
    const { tracker, warnings } = open({ endpoint: ENDPOINT, debug: true });
    const route = { page_path: "/a", fullPath: "/a" };
    tracker.setPage(route);
    tracker.setPage(route);
    expect(warnings()).toHaveLength(1);
  });

  test("shows each event as it is kept, and sends it", async () => {
    const { platform, tracker, shown } = open({ endpoint: ENDPOINT, debug: true });
    tracker.track("page_view");
    await platform.advance(1_000);

    expect(shown()).toEqual([["clickstream: tracked page_view", platform.sent()[0]]]);
  });

  test("shows what is dropped and why, at once or by the endpoint", async () => {
    const onDrop = vi.fn();
    const { platform, tracker, shown } = open({ endpoint: ENDPOINT, debug: true, onDrop });
    tracker.track("Wrong Name", { mark: 1 });
    tracker.track("refused");
    platform.send = ({ body }) => {
      const batch = JSON.parse(body) as Batch;
      const rejected = batch.events.map(({ event_id }) => ({ event_id, code: "not_object" }));
      return Promise.resolve(acknowledge(batch, { rejected }));
    };
    await platform.advance(1_000);

    expect(shown()).toEqual([
      ["clickstream: dropped as invalid", { name: "Wrong Name", properties: { mark: 1 } }],
      ["clickstream: tracked refused", expect.objectContaining({ event_name: "refused" })],
      ["clickstream: dropped as rejected", { reason: "rejected", code: "not_object" }],
    ]);
    expect(onDrop).toHaveBeenCalledTimes(2);
  });

  test("gives each advice once", () => {
    const { tracker, warnings } = open({ endpoint: ENDPOINT, debug: true });
    for (let round = 0; round < 3; round++) tracker.track("product_view", { product: { id: "42", price: "5" } });
    expect(warnings()).toEqual([expect.stringContaining("Pass a number")]);
  });

  test("says once that setProperties() got what has no names, and nothing of what has some", () => {
    const { tracker, warnings } = open({ endpoint: ENDPOINT, debug: true });
    const setProperties = tracker.setProperties as (properties: unknown) => void;
    for (const given of [{ plan: "pro" }, null, "v2", ["v2"], new Date(0)]) setProperties(given);
    expect(warnings()).toEqual([expect.stringContaining("setProperties() takes an object with names")]);
  });

  test("says that a tracker of that name is open already, and returns that", () => {
    const { platform, tracker, warnings } = open({ endpoint: ENDPOINT, name: "shop" });
    expect(createTracker({ endpoint: ENDPOINT, name: "shop", debug: true }, platform)).toBe(tracker);
    expect(warnings()).toEqual([expect.stringContaining('"shop" is open already')]);
  });

  test("does not warn of the second tracker of React's StrictMode", () => {
    const options = { endpoint: ENDPOINT, name: "strict", debug: true, onDrop: () => undefined };
    const { platform, tracker, warnings } = open(options);
    expect(createTracker({ ...options, onDrop: () => undefined }, platform)).toBe(tracker);
    expect(warnings()).toEqual([]);
  });

  test("is on without an endpoint: it shows events, says so once, and neither keeps nor sends", async () => {
    const { platform, tracker, shown, warnings } = open({});
    tracker.track("page_view");
    tracker.track("page_view");
    await platform.advance(10_000);

    expect(shown().map(([message]) => message)).toEqual(Array(2).fill("clickstream: tracked page_view"));
    expect(warnings()).toEqual([expect.stringContaining("there is no endpoint")]);
    expect(platform.requests).toEqual([]);
    expect(platform.local.keys("clickstream:default:1:")).toEqual([]);
  });

  test("that is off prints nothing", () => {
    const { tracker, all } = open({ endpoint: ENDPOINT });
    tracker.track("Wrong Name", { product: { price: "5" } });
    expect(all()).toEqual([]);
  });

  test.each([
    [
      "a getter that throws",
      () => ({
        get price() {
          throw new Error("no");
        },
      }),
    ],
    [
      "a proxy that is revoked",
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    ["a name without a text", () => Object.create(null) as object],
  ])("throws nothing into the page: %s", (_what, make) => {
    const { tracker } = open({ endpoint: ENDPOINT, debug: true });
    const hostile = make();
    const track = tracker.track as (name: unknown, properties: object) => void;
    expect(() => track(hostile, hostile)).not.toThrow();
    expect(() => tracker.track("search", { product: hostile, items: [hostile] })).not.toThrow();
  });

  test("does not need a console", () => {
    const { tracker } = open({ endpoint: ENDPOINT, debug: true });
    vi.stubGlobal("console", undefined);
    expect(() => tracker.track("page_view")).not.toThrow();
    vi.unstubAllGlobals();
  });
});
