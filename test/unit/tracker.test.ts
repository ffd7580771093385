/** Proves what createTracker() promises: the fields of an event, and that no call throws. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createTracker, type Product, type TrackerOptions } from "../../src/index.ts";
import { createStore } from "../../src/platform/storage.ts";
import { spyConsole } from "./spy-console.ts";
import {
  answered,
  createTestPlatform,
  ENDPOINT,
  memoryStore,
  type TestPlatformOptions,
} from "../support/test-platform.ts";

function blocked(): never {
  throw new DOMException("denied", "SecurityError");
}

const TEAPOT: Product = {
  id: "42",
  name: "Teapot",
  category: "Kitchen",
  brand: "Brew",
  price: 39.9,
  discountPrice: 29.9,
  urlPath: "/products/42",
};

/** An object that throws, whatever is asked of it. */
function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function open(options: TrackerOptions = {}, platformOptions: TestPlatformOptions = {}) {
  const platform = createTestPlatform(platformOptions);
  return { platform, tracker: createTracker({ endpoint: ENDPOINT, ...options }, platform) };
}

describe("an event", () => {
  test("carries every field of the contract", async () => {
    const { platform, tracker } = open();
    tracker.track("add_to_cart", { product: TEAPOT, quantity: 2 });
    await platform.advance(1_000);

    const [event] = platform.sent();
    expect(event).toEqual({
      event_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      event_name: "add_to_cart",
      event_timestamp: "2026-11-24T08:00:00.000Z",
      client_id: platform.local.read("clickstream:default:client_id"),
      session_id: platform.session.read("clickstream:default:session_id")?.split(" ")[0],
      is_first_visit: true,
      session_number: 1,
      session_start: "first",
      context_product_id: "42",
      context_product_name: "Teapot",
      context_product_category: "Kitchen",
      context_product_brand: "Brew",
      context_product_price: 39.9,
      context_product_discount_price: 29.9,
      context_product_url_path: "/products/42",
      page_url: "https://shop.example/products/42?utm_source=mail&token=redacted",
      page_path: "/products/42",
      page_title: "Teapot",
      page_referrer: "https://search.example/?q=teapot",
      page_load_id: platform.batches()[0]?.stream.page_load_id,
      event_seq: 1,
      properties: { quantity: 2 },
    });
  });

  test("omits what is absent", async () => {
    const { platform, tracker } = open();
    tracker.track("page_view");
    await platform.advance(1_000);

    const keys = Object.keys(platform.sent()[0] ?? {});
    expect(keys.filter((key) => /^(context_|user_|properties)/.test(key))).toEqual([]);
  });

  test("is a snapshot: what the page changes afterwards does not reach it", async () => {
    const { platform, tracker } = open();
    const product = { id: "42", name: "Teapot" };
    const properties = { product, quantity: 1, extra: { deep: ["old"] } };
    tracker.track("add_to_cart", properties);
    product.name = "changed";
    properties.quantity = 99;
    properties.extra.deep[0] = "changed";
    await platform.advance(1_000);

    expect(platform.sent()[0]).toMatchObject({
      context_product_name: "Teapot",
      properties: { quantity: 1, extra: { deep: ["old"] } },
    });
  });

  test("takes the product of setProduct() until that ends, and prefers its own", async () => {
    const { platform, tracker } = open();
    tracker.setProduct(TEAPOT);
    tracker.track("product_view");
    tracker.track("product_view", { product: { id: "7" } });
    (tracker.track as (name: string, properties: object) => void)("product_view", { product: null });
    tracker.setProduct(null);
    tracker.track("product_view");
    await platform.advance(1_000);

    expect(platform.sent().map((event) => event.context_product_id)).toEqual(["42", "7", "42", undefined]);
    expect(platform.sent()[1]).not.toHaveProperty("context_product_name");
  });

  test("counts its place in the stream of the page load", async () => {
    const { platform, tracker } = open();
    for (let index = 0; index < 60; index++) tracker.track("page_view");
    await platform.advance(1_000);

    expect(platform.sent().map(({ event_seq }) => event_seq)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    expect(platform.batches().at(-1)?.stream.last_seq).toBe(60);
  });
});

describe("track()", () => {
  const hostile: readonly (readonly [string, unknown, unknown])[] = [
    ["no name", undefined, {}],
    ["a name that is not snake_case", "Add To Cart", {}],
    ["a number as properties", "page_view", 5],
    ["null as properties", "page_view", null],
    [
      "a throwing getter",
      "page_view",
      {
        get boom() {
          throw new Error("boom");
        },
      },
    ],
    [
      "a throwing product",
      "page_view",
      {
        get product() {
          throw new Error("boom");
        },
      },
    ],
    ["a revoked proxy", "page_view", revokedProxy()],
  ];

  test.each(hostile)("does not throw into the page for %s", (_case, name, properties) => {
    const { tracker } = open();
    const track = tracker.track as (name: unknown, properties: unknown) => void;
    expect(() => track(name, properties)).not.toThrow();
  });

  test("counts an event with a wrong name as dropped, with its place in the stream", async () => {
    const onDrop = vi.fn();
    const { platform, tracker } = open({ onDrop });
    (tracker.track as (name: string) => void)("Wrong Name");
    tracker.track("page_view");
    await platform.advance(1_000);

    expect(onDrop).toHaveBeenCalledExactlyOnceWith({ reason: "invalid" });
    expect(platform.batches()[0]?.stream).toMatchObject({ last_seq: 2, dropped: { invalid: 1 } });
    expect(platform.sent()).toHaveLength(1);
  });

  test.each([undefined, null, true, 5, ["page_view"], { toString: () => "page_view" }])(
    "drops an event whose name is no text: %o",
    (name) => {
      const { tracker } = open();
      (tracker.track as (name: unknown) => void)(name);
      expect(tracker.stats().dropped).toEqual({ invalid: 1 });
    },
  );

  test("may be called by a getter of the event that it is writing", async () => {
    const { platform, tracker } = open();
    const deepen = (depth: number): { readonly query: string } => ({
      get query() {
        if (depth < 5) tracker.track("search", deepen(depth + 1));
        return `q${depth}`;
      },
    });
    tracker.track("search", deepen(1));
    await platform.advance(1_000);

    const told = platform.sent().map(({ event_seq, properties }) => [event_seq, properties?.["query"]]);
    expect(told.sort()).toEqual([1, 2, 3, 4, 5].map((seq) => [seq, `q${seq}`]));
  });

  test("comes to an end, and does not throw, where getters call it for ever", () => {
    const { tracker } = open();
    const endless = {
      get query() {
        tracker.track("search", endless);
        return "teapot";
      },
      get results() {
        tracker.track("search", endless);
        return 2;
      },
    };
    expect(() => tracker.track("search", endless)).not.toThrow();
    expect(tracker.stats().tracked).toBeGreaterThan(1);
    expect(tracker.stats().tracked).toBeLessThan(10_000);
  });

  test.each(["setProduct", "setProperties"] as const)("loses no event by what %s() was given", async (method) => {
    const { platform, tracker } = open();
    for (const given of [revokedProxy(), 5, "text", [], new Date(NaN), () => 1]) {
      expect(() => (tracker[method] as (given: unknown) => void)(given)).not.toThrow();
      tracker.track("page_view");
    }
    await platform.advance(1_000);
    expect(platform.sent()).toHaveLength(6);
  });

  test("survives an onDrop that throws", () => {
    const { tracker } = open({
      onDrop: () => {
        throw new Error("host");
      },
    });
    expect(() => (tracker.track as (name: string) => void)("Wrong Name")).not.toThrow();
  });

  test("works where storage is blocked, with one client and one session for the page", async () => {
    const { platform, tracker } = open({}, { local: createStore(blocked), session: createStore(blocked) });
    tracker.track("page_view");
    tracker.track("page_view");
    await platform.advance(1_000);

    const [first, second] = platform.sent();
    expect(first?.client_id).toMatch(/^[\w-]{21}$/);
    expect(first?.session_id).toMatch(/^[\w-]{21}$/);
    expect(second).toMatchObject({ client_id: first?.client_id, session_id: first?.session_id });
  });
});

describe("a visitor", () => {
  test("is the same client on the next page, and on a first visit only once", async () => {
    const local = memoryStore();
    const session = memoryStore();
    const visit = async () => {
      const { platform, tracker } = open({}, { local, session });
      tracker.track("page_view");
      await platform.advance(1_000);
      return platform.sent()[0];
    };
    const first = await visit();
    const second = await visit();

    expect(second).toMatchObject({ client_id: first?.client_id, session_id: first?.session_id, is_first_visit: false });
    expect(first?.is_first_visit).toBe(true);
  });

  test("gets a new session after a pause of more than 30 minutes, and not before", async () => {
    const { platform, tracker } = open();
    tracker.track("page_view");
    await platform.advance(30 * 60_000);
    tracker.track("page_view");
    await platform.advance(30 * 60_000 + 1);
    tracker.track("page_view");
    await platform.advance(1_000);

    const [first, second, third] = platform.sent();
    expect(second?.session_id).toBe(first?.session_id);
    expect(third?.session_id).not.toBe(first?.session_id);
  });
});

describe("a tracker", () => {
  test("without an endpoint tracks nothing and leaves no trace", async () => {
    const platform = createTestPlatform();
    createTracker({}, platform).track("page_view");
    await platform.advance(10_000);

    expect(platform.requests).toEqual([]);
    expect(platform.local.keys("")).toEqual([]);
  });

  test.each<object | null>([
    null,
    { endpoint: "clickstream" },
    { name: Symbol("shop") },
    { consent: true },
    { urlParameters: 5 },
    { onDrop: "log" },
    { maxBatchEvents: -1, maxBatchBytes: NaN, flushIntervalMs: "soon" },
    { endpoit: ENDPOINT },
  ])("with wrong options throws nothing into a page that visitors see: %o", async (wrong) => {
    const options = wrong && ({ endpoint: ENDPOINT, ...wrong } as TrackerOptions);
    const platform = createTestPlatform();
    const tracker = createTracker(options as TrackerOptions, platform);
    tracker.track("page_view");
    await platform.advance(10_000);

    expect(tracker.stats().waiting).toBe(0);
  });

  test("keeps ids and queues of differently named trackers apart", () => {
    const local = memoryStore();
    for (const name of ["shop", "blog"]) open({ name }, { local }).tracker.track("page_view");

    expect(local.read("clickstream:shop:client_id")).not.toBe(local.read("clickstream:blog:client_id"));
    for (const name of ["shop", "blog"]) expect(local.keys(`clickstream:${name}:1:queue:`)).toHaveLength(1);
  });

  test("sends the waiting events and leaves no timer and no listener behind when it is closed", async () => {
    const { platform, tracker } = open();
    tracker.track("page_view");
    expect([platform.timers(), platform.listeners()]).toEqual([1, 1]);
    tracker.close();
    tracker.track("page_view");
    tracker.close();
    await platform.advance(60_000);

    expect(platform.sent()).toHaveLength(1);
    expect(platform.requests[0]?.keepalive).toBe(true);
    expect([platform.timers(), platform.listeners()]).toEqual([0, 0]);
  });
});

test("a tracker that is closed in an outage leaves no timer behind, though a request is still in flight", async () => {
  const { platform, tracker } = open();
  platform.answerWith("hang", ...Array.from({ length: 20 }, () => answered(503)));
  tracker.track("page_view");
  await platform.advance(1_500);
  tracker.close();
  await platform.advance(60_000);
  expect(platform.timers()).toBe(0);
});

describe("who", () => {
  test("is logged in goes with every event from then on, and after reset() nobody is, in a new session", async () => {
    const { platform, tracker } = open();
    tracker.track("page_view");
    tracker.identify({ userId: "u1", identitySource: "cognito" });
    tracker.track("page_view");
    tracker.reset();
    tracker.track("page_view");
    await platform.advance(1_000);

    const [before, during, after] = platform.sent();
    expect(before).not.toHaveProperty("user_login_state");
    expect(during).toMatchObject({ user_id: "u1", user_login_state: "logged_in", identity_source: "cognito" });
    expect(during?.session_id).toBe(before?.session_id);
    expect(after).toMatchObject({ user_login_state: "anonymous", session_start: "reset", session_number: 2 });
    expect(after).not.toHaveProperty("user_id");
    expect(after?.client_id).toBe(before?.client_id);
  });

  test.each([null, undefined, 5, {}, { userId: undefined }, { userId: null }, { userId: "" }])(
    "is nobody when it is no user: %o",
    async (user) => {
      const { platform, tracker } = open();
      expect(() => (tracker.identify as (user: unknown) => void)(user)).not.toThrow();
      tracker.track("page_view");
      await platform.advance(1_000);
      expect(platform.sent()[0]).not.toHaveProperty("user_login_state");
    },
  );
});

describe("what", () => {
  test("products are in a list or a cart is stored by the names of the product context", async () => {
    const { platform, tracker } = open();
    const items = [
      { ...TEAPOT, quantity: 2 },
      { id: "43", position: 2 },
    ];
    tracker.track("cart_view", { items, value: 79.8, currency: "EUR" });
    await platform.advance(1_000);

    expect(platform.sent()[0]?.properties).toEqual({
      items: [
        {
          context_product_id: "42",
          context_product_name: "Teapot",
          context_product_category: "Kitchen",
          context_product_brand: "Brew",
          context_product_price: 39.9,
          context_product_discount_price: 29.9,
          context_product_url_path: "/products/42",
          quantity: 2,
        },
        { context_product_id: "43", position: 2 },
      ],
      value: 79.8,
      currency: "EUR",
    });
  });

  test.each([[5], ["abc"], [{ 0: {} }], [[null, 5, "a"]]])(
    "items that are none stay as they are: %o",
    async (items) => {
      const { platform, tracker } = open();
      (tracker.track as (name: string, properties: object) => void)("cart_view", { items, kept: 1 });
      await platform.advance(1_000);
      expect(platform.sent()[0]?.properties).toMatchObject({ kept: 1 });
    },
  );

  test("every event says too is set once, an event's own properties win, and null ends it", async () => {
    const { platform, tracker } = open();
    tracker.setProperties({ release: "7", query: "none" });
    tracker.track("search", { query: "teapot" });
    tracker.track("page_view");
    tracker.setProperties(null);
    tracker.track("search", { query: "mug" });
    await platform.advance(1_000);

    expect(platform.sent().map(({ properties }) => properties)).toEqual([
      { release: "7", query: "teapot" },
      { release: "7", query: "none" },
      { query: "mug" },
    ]);
  });
});

test.each([[{}], [{ release: "7" }]])("a property that throws costs no event, with common ones %o", async (common) => {
  const { platform, tracker } = open();
  tracker.setProperties(common);
  (tracker.track as (name: string, properties: object) => void)("search", {
    items: [],
    get query(): string {
      throw new Error("host");
    },
  });
  await platform.advance(1_000);
  expect(platform.sent()[0]).toMatchObject({ event_name: "search", properties: { query: "[Throws]" } });
});

describe("where", () => {
  test("the visitor is says the app, if it knows better than the address bar, and its URLs are redacted", async () => {
    const { platform, tracker } = open();
    tracker.setPage({ page_path: "/products/:id", page_url: "https://shop.example/p?token=secret#x" });
    tracker.track("page_view");
    tracker.setPage(null);
    tracker.track("page_view");
    await platform.advance(1_000);

    const [told, seen] = platform.sent();
    expect(told).toMatchObject({
      page_path: "/products/:id",
      page_url: "https://shop.example/p?token=redacted",
      page_title: "Teapot",
    });
    expect(seen).toMatchObject({ page_path: "/products/42" });
  });

  test("the visitor is takes four fields of what the app hands over, and only text", async () => {
    const { platform, tracker } = open();
    const route = {
      fullPath: "/reset?token=secret",
      query: { token: "secret" },
      event_id: "mine",
      session_id: "mine",
      global_privacy_control: true,
      properties: { token: "secret" },
      page_path: "#/cart",
      page_title: { text: "secret" },
      page_referrer: 42,
      page_url: new URL("https://shop.example/p?page=2"),
    };
    (tracker.setPage as (page: unknown) => void)(route);
    tracker.track("page_view");
    await platform.advance(1_000);

    const [event] = platform.sent();
    expect(event).toMatchObject({
      page_path: "#/cart",
      page_url: "https://shop.example/p?page=2",
      page_title: "Teapot",
    });
    expect(event).toHaveProperty("page_referrer", platform.page().page_referrer || undefined);
    expect(JSON.stringify(event)).not.toMatch(/secret|mine|fullPath|global_privacy/);
  });

  test.each<[string, unknown]>([
    ["null", { page_referrer: null }],
    ["a URL", { page_url: new URL("https://shop.example/p?token=secret") }],
    ["a number", { page_path: 5 }],
    ["a revoked proxy", revokedProxy()],
    ["a text in place of the fields", "/products"],
  ])("the visitor is costs no event when it is %s", async (_what, page) => {
    const { platform, tracker } = open();
    (tracker.setPage as (page: unknown) => void)(page);
    tracker.track("page_view");
    await platform.advance(1_000);
    expect(platform.sent()).toEqual([expect.not.objectContaining({ 0: expect.any(String) })]);
    expect(JSON.stringify(platform.sent())).not.toContain("secret");
  });

  test("the visitor came from is redacted", async () => {
    const { platform, tracker } = open();
    tracker.setPage({ page_referrer: "https://anna:1@mail.example/r/ada@example.com?token=secret&page=2#x" });
    tracker.track("page_view");
    await platform.advance(1_000);
    expect(platform.sent()[0]?.page_referrer).toBe("https://mail.example/r/redacted?token=redacted&page=2");
  });

  test("the visitor is is redacted in the path, too", async () => {
    const { platform, tracker } = open();
    tracker.setPage({ page_path: "/reset/ada@example.com/now" });
    tracker.track("page_view");
    await platform.advance(1_000);
    expect(platform.sent()[0]?.page_path).toBe("/reset/redacted/now");
  });

  test("the visitor is may say query parameters that the site knows", async () => {
    const { platform, tracker } = open({ urlParameters: ["token"] });
    tracker.track("page_view");
    await platform.advance(1_000);
    expect(platform.sent()[0]?.page_url).toBe("https://shop.example/products/42?utm_source=redacted&token=secret");
  });
});

describe("a second tracker", () => {
  test("of the same name is the first, as long as that is open", () => {
    const platform = createTestPlatform();
    const first = createTracker({ endpoint: ENDPOINT }, platform);
    expect(createTracker({ endpoint: ENDPOINT }, platform)).toBe(first);

    first.close();
    expect(createTracker({ endpoint: ENDPOINT }, platform)).not.toBe(first);
  });

  test("is none in React's StrictMode, which mounts, cleans up and mounts again, nor in a hot reload", async () => {
    const platform = createTestPlatform();
    const mount = (): (() => void) => {
      createTracker({ endpoint: ENDPOINT }, platform).track("page_view");
      // A component that goes does not close the tracker of the page.
      return () => undefined;
    };
    mount()();
    const { timers, listeners } = platform;
    const before = [timers(), listeners()];
    mount();
    expect([timers(), listeners()]).toEqual(before);

    await platform.advance(1_000);
    const [first, second] = platform.sent();
    const { client_id, session_id, page_load_id } = first ?? {};
    expect(second).toMatchObject({ client_id, session_id, page_load_id, event_seq: 2 });
    expect(platform.requests).toHaveLength(1);
  });

  test("of another name shares neither ids nor stream with the first", async () => {
    const platform = createTestPlatform();
    createTracker({ endpoint: ENDPOINT, name: "shop" }, platform).track("page_view");
    createTracker({ endpoint: ENDPOINT, name: "blog" }, platform).track("page_view");
    await platform.advance(1_000);

    const [shop, blog] = platform.sent();
    expect([shop?.event_seq, blog?.event_seq]).toEqual([1, 1]);
    for (const field of ["client_id", "session_id", "page_load_id"] as const)
      expect(shop?.[field]).not.toBe(blog?.[field]);
  });
});

describe("on a server", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("does nothing, and does not need a page", async () => {
    const tracker = createTracker({ endpoint: ENDPOINT });
    tracker.track("page_view");
    tracker.setProduct(TEAPOT);
    tracker.identify({ userId: "u1" });
    tracker.reset();
    tracker.setPage(null);
    tracker.setProperties(null);
    tracker.close();

    await expect(tracker.flush()).resolves.toBeUndefined();
  });
});

describe("a tracker that will do nothing says so once, and does nothing:", () => {
  test.each<[string, object]>([
    ["without an endpoint", {}],
    ["an endpoint of an unset variable", { endpoint: undefined }],
    ["a mistyped option", { endPoint: ENDPOINT }],
    ["a consent that is null", { endpoint: ENDPOINT, consent: null }],
    ["a consent that is false", { endpoint: ENDPOINT, consent: false }],
    ["a consent of another shape", { endpoint: ENDPOINT, consent: { state: () => "granted" } }],
    ["a consent that is text", { endpoint: ENDPOINT, consent: "granted" }],
    ["a visitor store of another shape", { endpoint: ENDPOINT, visitorStore: {} }],
  ])("%s", async (_what, options) => {
    const { warnings } = spyConsole();
    const platform = createTestPlatform();
    for (let round = 0; round < 2; round++) createTracker(options as TrackerOptions, platform).track("page_view");
    await platform.advance(60_000);
    expect(platform.requests).toEqual([]);
    expect(platform.local.keys("")).toEqual([]);
    expect(warnings()).toEqual([expect.stringContaining("clickstream tracks nothing")]);
  });

  test("not on a server, where nobody expects it to", () => {
    const { warnings } = spyConsole();
    createTracker({ endpoint: ENDPOINT }, undefined).track("page_view");
    expect(warnings()).toEqual([]);
  });
});
