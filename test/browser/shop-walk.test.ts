/** A visitor walks through the shop in a real browser; the files in the store say what was recorded. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { PRODUCTS } from "../../examples/demo/shop/model/catalogue.ts";
import { findCustomer } from "../../examples/demo/shop/model/customers.ts";
import type { Browser, Page } from "../support/browsers/browser.ts";
import { ENGINES_HERE } from "../support/browsers/engines.ts";
import { findFaults } from "./event-fields.ts";
import { startTestStack, type StoredEvent, type StoredFile, type TestStack } from "./test-stack.ts";

/** Is typed into every field of the form. Nothing else could bring it into a file. */
const TYPED = "typed-into-a-form";

/** The user that a made-up customer is. */
const MARA = findCustomer("mara")?.userId;

/** What the walk below does, page by page. */
const WALK = [
  ["/", ["page_view"]],
  ["/products", ["page_view", "product_list_view"]],
  ["/products/slow-teapot", ["page_view", "product_view", "add_to_cart"]],
  ["/cart", ["page_view", "cart_view"]],
  ["/checkout", ["page_view", "checkout_start", "checkout_step", "checkout_step", "purchase"]],
  ["/thank-you", ["page_view"]],
] as const;

const TEAPOT = {
  context_product_id: "slow-teapot",
  context_product_name: "Slow Teapot",
  context_product_category: "tableware",
  context_product_brand: "Loam Studio",
  context_product_price: 78,
  context_product_discount_price: 64,
  context_product_url_path: "/products/slow-teapot",
};

const CART = {
  items: [{ ...TEAPOT, quantity: 1 }],
  value: 64,
  currency: "EUR",
};

describe.each(ENGINES_HERE)("in $name", { timeout: 60_000 }, (engine) => {
  let browser: Browser;
  let stack: TestStack;
  let files: readonly StoredFile[];

  /** Returns the events of one more visit, when there are as many. */
  const record = async (count: number, visit: (page: Page) => Promise<void>): Promise<readonly StoredEvent[]> => {
    const before = await stack.files();
    await visit(await browser.newPage());
    const after = await stack.untilStored(before.length + count);
    return after.slice(before.length).map(({ event }) => event);
  };
  const propertiesOf = (name: string): unknown =>
    files.find(({ event }) => event.event_name === name)?.event["properties"];
  const addTeapot = async (page: Page): Promise<void> => {
    await page.goto(`${stack.shopUrl}products/slow-teapot`);
    await page.click("#add-to-cart");
  };

  beforeAll(async () => {
    stack = await startTestStack();
    browser = await engine.open();
    const page = await browser.newPage();
    await page.goto(stack.shopUrl);
    await page.click("#consent-accept");
    await page.click("#shop-link");
    await page.click('a.card[data-product-id="slow-teapot"]');
    await page.click("#add-to-cart");
    await page.click("#added a");
    await page.click("#checkout-link");
    for (const field of ["#name", "#street", "#postcode", "#city"]) await page.fill(field, TYPED);
    await page.fill("#email", `${TYPED}@example.com`);
    // Otherwise its absence from the files would prove nothing.
    expect(await page.evaluate("document.querySelector('#street').value")).toBe(TYPED);
    await page.click("#to-payment");
    await page.click("#delivery-express");
    await page.click("#place-order");
    await page.click("#order-id");
    // The last events of a page wait for company, and go when the visitor does.
    await page.goto("about:blank");
    files = await stack.untilStored(WALK.flatMap(([, names]) => names).length);
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  test("every event is stored once, in the order of the walk", () => {
    const walked = files.map(({ event }) => `${event.page_path} ${event.event_name}`);
    expect(walked).toEqual(WALK.flatMap(([path, names]) => names.map((name) => `${path} ${name}`)));
  });

  test("every event has the fields of the contract, and no other", () => {
    expect(files.flatMap(({ event }) => findFaults(event))).toEqual([]);
  });

  test("every event is of the same visitor and visit, and those of the first page tell that it is the first", () => {
    expect(new Set(files.map(({ event }) => event.client_id)).size).toBe(1);
    expect(new Set(files.map(({ event }) => event.session_id)).size).toBe(1);
    const first = files.filter(({ event }) => event.is_first_visit).map(({ event }) => event.page_path);
    expect(first).toEqual(["/"]);
  });

  test("every event tells its page, and the page before", () => {
    const { origin } = new URL(stack.shopUrl);
    const paths = WALK.map(([path]) => path);
    for (const { event } of files) {
      const from = paths[paths.findIndex((path) => path === event.page_path) - 1];
      expect(event).toMatchObject({ page_url: origin + event.page_path, _ingest: { origin } });
      expect(event.page_referrer).toBe(from && origin + from);
    }
  });

  test("the events of a product's page carry the product, and no others do", () => {
    for (const { event } of files) {
      const context = Object.entries(event).filter(([field]) => field.startsWith("context_product_"));
      const expected = event.page_path === TEAPOT.context_product_url_path ? TEAPOT : {};
      expect(Object.fromEntries(context)).toEqual(expected);
    }
  });

  test("each page view tells the type of its page", () => {
    const views = files.filter(({ event }) => event.event_name === "page_view");
    expect(views.map(({ event }) => event["properties"])).toEqual(
      ["home", "category", "product", "cart", "checkout", "thank_you"].map((page_type) => ({ page_type })),
    );
  });

  test("the cart, the checkout and the purchase carry what is in the cart", () => {
    expect(propertiesOf("add_to_cart")).toEqual({ quantity: 1 });
    expect(propertiesOf("cart_view")).toEqual(CART);
    expect(propertiesOf("checkout_start")).toEqual(CART);
    expect(propertiesOf("purchase")).toEqual({ order_id: expect.stringMatching(/^LOAM-/), shipping: 9.5, ...CART });
  });

  test("each step of the checkout tells its number, and what was chosen in it", () => {
    const steps = files.filter(({ event }) => event.event_name === "checkout_step");
    expect(steps.map(({ event }) => event["properties"])).toEqual([
      { step: 1, step_name: "address", ...CART },
      { step: 2, step_name: "payment", shipping_method: "express", payment_method: "card", ...CART },
    ]);
  });

  test("a list tells its products by the names of the product context, each with its place", () => {
    const { items } = propertiesOf("product_list_view") as { readonly items: readonly object[] };
    expect(items).toHaveLength(PRODUCTS.length);
    expect(items[7]).toEqual({ ...TEAPOT, position: 8 });
  });

  test("each page counts its events 1, 2, 3 ... without a gap", () => {
    const pages = Map.groupBy(files, ({ event }) => event.page_load_id);
    expect(pages.size).toBe(WALK.length);
    for (const page of pages.values()) {
      expect(page.map(({ event }) => event.event_seq)).toEqual(page.map((_, index) => index + 1));
    }
  });

  test("each file lies in the folder of its event's day", () => {
    for (const { key, event } of files) {
      const day = new Date(parseInt(event.event_id.replaceAll("-", "").slice(0, 12), 16)).toISOString().slice(0, 10);
      expect(key).toBe(`events/${day.replaceAll("-", "/")}/event-${event.event_id}.json`);
    }
  });

  test("nothing that was typed into the form is in any file", () => {
    for (const { text } of files) expect(text.toLowerCase()).not.toBe(TYPED);
  });

  test("the cart tells what is put in and what is taken out", async () => {
    const events = await record(8, async (page) => {
      await addTeapot(page);
      await page.click("#added a");
      for (const button of [".increase", ".decrease", ".remove"]) {
        await page.click(`.line[data-product-id="slow-teapot"] ${button}`);
      }
      await page.goto("about:blank");
    });
    expect(events.slice(5).map((event) => event.event_name)).toEqual([
      "add_to_cart",
      "remove_from_cart",
      "remove_from_cart",
    ]);
    for (const event of events.slice(5)) expect(event).toMatchObject({ ...TEAPOT, properties: { quantity: 1 } });
  });

  test("an event arrives that is tracked in the very task in which the visitor navigates away", async () => {
    const events = await record(3, async (page) => {
      await page.goto(`${stack.shopUrl}products/slow-teapot`);
      // In a task of its own: a page that goes while it evaluates would take the answer along.
      await page.evaluate(
        'void setTimeout(() => { document.querySelector("#add-to-cart").click(); location.assign("about:blank"); })',
      );
    });
    expect(events.at(-1)?.event_name).toBe("add_to_cart");
  });

  test("the events between signing in and signing out carry the user, and those around them do not", async () => {
    const events = await record(7, async (page) => {
      await page.goto(`${stack.shopUrl}account`);
      await page.click('[data-username="mara"]');
      await page.click('#signed-in a[href="/products"]');
      await page.click("#account-link");
      await page.click("#sign-out");
      await page.goto(stack.shopUrl);
      await page.goto("about:blank");
    });
    const told = events.map((event) => [event.event_name, event["user_login_state"], event["user_id"]]);
    expect(told).toEqual([
      ["page_view", undefined, undefined],
      ...["login", "page_view", "product_list_view", "page_view", "logout"].map((name) => [name, "logged_in", MARA]),
      ["page_view", "anonymous", undefined],
    ]);
    expect(events[1]).toMatchObject({ identity_source: "cognito" });
    expect(events.at(-1)).toMatchObject({ session_start: "reset" });
  });

  test("a search tells what was searched for and what was found", async () => {
    const [, search, list] = await record(3, async (page) => {
      await page.goto(`${stack.shopUrl}search?q=jug&token=secret`);
      await page.goto("about:blank");
    });
    expect(search).toMatchObject({ event_name: "search", properties: { query: "jug" } });
    expect(search?.["page_url"]).toMatch(/\/search\?q=jug&token=redacted$/);
    expect(list).toMatchObject({ properties: { list: "search", items: [{ context_product_id: "pouring-jug" }] } });
  });

  test("nothing is kept or stored of a visitor who refuses, until the answer is changed in the footer", async () => {
    const fresh = await startTestStack();
    onTestFinished(() => fresh.close());
    const page = await browser.newPage();
    await page.goto(fresh.shopUrl);
    await page.click("#consent-refuse");
    await page.click("#shop-link");
    await page.click('a.card[data-product-id="slow-teapot"]');
    await page.click("#add-to-cart");
    await page.click("#added a");
    await page.click("#consent-change");
    const keys = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort().join()";
    expect(await page.evaluate(keys)).toBe("clickstream:consent,loam.cart");

    await page.click("#consent-accept");
    await page.goto(`${fresh.shopUrl}products/bud-vase`);
    await page.goto("about:blank");
    const stored = await fresh.untilStored(2);
    for (const { event } of stored)
      expect(event).toMatchObject({ page_path: "/products/bud-vase", is_first_visit: true });
  });

  // Last, since a WebDriver session has to find its way after its tab is gone.
  test.runIf(engine.closesTabs)("an event arrives that is tracked right before the tab is closed", async () => {
    const events = await record(3, async (page) => {
      await addTeapot(page);
      await page.close();
    });
    expect(events.at(-1)?.event_name).toBe("add_to_cart");
  });
});
