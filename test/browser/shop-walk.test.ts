/** A visitor walks through the shop in a real browser; the files in the store say what was recorded. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Browser } from "./browser.ts";
import { ENGINES } from "./engines.ts";
import { startTestStack, type StoredFile, type TestStack } from "./test-stack.ts";

const TYPED = "Ada Typed-Into-A-Form";

/** What the walk below does, page by page. */
const WALK = [
  ["/", ["page_view"]],
  ["/products", ["page_view", "product_list_view"]],
  ["/products/slow-teapot", ["page_view", "product_view", "add_to_cart"]],
  ["/cart", ["page_view", "cart_view"]],
  ["/checkout", ["page_view", "checkout_start", "purchase"]],
  ["/thank-you", ["page_view"]],
] as const;

const PRODUCT = {
  context_product_id: "slow-teapot",
  context_product_name: expect.any(String),
  context_product_category: expect.any(String),
  context_product_brand: expect.any(String),
  context_product_price: expect.any(Number),
  context_product_url_path: "/products/slow-teapot",
};

describe.each(ENGINES.filter(({ program }) => "path" in program))("in $name", { timeout: 60_000 }, (engine) => {
  let browser: Browser;
  let stack: TestStack;
  let files: readonly StoredFile[];

  const stored = async (count: number): Promise<readonly StoredFile[]> => {
    const look = async (): Promise<readonly StoredFile[]> => {
      const files = await stack.files();
      expect(files).toHaveLength(count);
      return files;
    };
    return vi.waitFor(look, { timeout: 15_000, interval: 100 });
  };

  beforeAll(async () => {
    stack = await startTestStack();
    browser = await engine.open();
    const page = await browser.newPage();
    await page.goto(stack.shopUrl);
    await page.click("#shop-link");
    await page.click('a.card[data-product-id="slow-teapot"]');
    await page.click("#add-to-cart");
    await page.click("#added a");
    await page.click("#checkout-link");
    for (const field of ["#name", "#street", "#city"]) await page.fill(field, TYPED);
    await page.fill("#email", "ada.typed@example.com");
    await page.fill("#postcode", "12345");
    await page.click("#place-order");
    await page.click("#order-id");
    // The last events of a page wait for company, and go when the visitor does.
    await page.goto("about:blank");
    files = await stored(WALK.flatMap(([, names]) => names).length);
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  test("every event is stored once, in the order of the walk", () => {
    const walked = files.map(({ event }) => `${event.page_path} ${event.event_name}`);
    expect(walked).toEqual(WALK.flatMap(([path, names]) => names.map((name) => `${path} ${name}`)));
  });

  test("every event has the fields of the contract", () => {
    const [first] = files;
    files.forEach(({ event }, index) => {
      expect(event).toMatchObject({
        event_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        event_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        client_id: expect.stringMatching(/^[\w-]{21}$/),
        session_id: expect.stringMatching(/^[\w-]{21}$/),
        is_first_visit: index === 0,
        page_url: expect.stringContaining(event.page_path),
        page_title: expect.any(String),
        page_load_id: expect.stringMatching(/^[\w-]{21}$/),
        _ingest: { received_at: expect.any(String), batch_id: expect.any(String), user_agent: expect.any(String) },
      });
      expect([event["client_id"], event["session_id"]]).toEqual([
        first?.event["client_id"],
        first?.event["session_id"],
      ]);
    });
  });

  test("the events about a product carry it, and a purchase its items", () => {
    const named = (name: string) => files.find(({ event }) => event.event_name === name)?.event;
    expect(named("product_view")).toMatchObject(PRODUCT);
    expect(named("add_to_cart")).toMatchObject({ ...PRODUCT, properties: { quantity: 1 } });
    expect(named("purchase")?.["properties"]).toMatchObject({
      order_id: expect.any(String),
      currency: expect.stringMatching(/^[A-Z]{3}$/),
      items: [{ id: "slow-teapot", quantity: 1, price: expect.any(Number) }],
    });
  });

  test("each stream counts 1, 2, 3 ... without a gap", () => {
    for (const id of new Set(files.map(({ event }) => event.page_load_id))) {
      const seqs = files.filter(({ event }) => event.page_load_id === id).map(({ event }) => event.event_seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
  });

  test("each file lies in the folder of its event's day", () => {
    for (const { key, event } of files) {
      const day = new Date(parseInt(event.event_id.replaceAll("-", "").slice(0, 12), 16)).toISOString().slice(0, 10);
      expect(key).toBe(`events/${day.replaceAll("-", "/")}/event-${event.event_id}.json`);
    }
  });

  test("nothing that was typed into the form is in any file", () => {
    for (const { text } of files) expect(text).not.toMatch(/Typed|ada\.|12345/i);
  });

  test("an event that is tracked right before the visitor navigates away arrives", async () => {
    const before = (await stack.files()).length;
    const page = await browser.newPage();
    await page.goto(`${stack.shopUrl}products/slow-teapot`);
    await page.click("#add-to-cart");
    await page.goto("about:blank");
    expect((await stored(before + 3)).at(-1)?.event.event_name).toBe("add_to_cart");
  });

  test.runIf(engine.closesTabs)("an event that is tracked right before the tab is closed arrives", async () => {
    const before = (await stack.files()).length;
    const page = await browser.newPage();
    await page.goto(`${stack.shopUrl}products/slow-teapot`);
    await page.click("#add-to-cart");
    await page.close();
    expect((await stored(before + 3)).at(-1)?.event.event_name).toBe("add_to_cart");
  });
});
