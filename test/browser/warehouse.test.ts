/** A visitor buys in a real browser, behind it a real S3 API and a real PostgreSQL; the dashboard has it all. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startStack, type Stack } from "../../examples/demo/stack.ts";
import type { Answers } from "../../examples/warehouse/dashboard/answers.ts";
import { BUCKET, createBucket, createTestClient, startFauxqs, type Fauxqs } from "../support/s3-servers.ts";
import { ENGINES_HERE as DATABASES_HERE, type TestServer } from "../support/test-databases.ts";
import type { Browser, Page } from "../support/browsers/browser.ts";
import { ENGINES_HERE, webKit } from "../support/browsers/engines.ts";

/** What the walk tracks: six pages, and a list, a product, a cart, a checkout in two steps and an order on the way. */
const WALK_EVENTS = 14;

const AWS = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** The best of what is here: a server if there is one. */
const [database] = DATABASES_HERE.slice(-1);

describe.each(ENGINES_HERE)("in $name", { timeout: 90_000 }, (engine) => {
  let server: TestServer | undefined;
  let s3: Fauxqs;
  let stack: Stack;
  let browser: Browser;

  const ask = async (): Promise<Answers> => (await (await fetch(`${stack.dashboardUrl}/answers`)).json()) as Answers;

  beforeAll(async () => {
    server = await database?.start();
    browser = await engine.open();
  }, 90_000);

  beforeEach(async () => {
    await server?.fresh();
    s3 = await startFauxqs();
    // For the dashboard's S3 client, which reads what the machine has.
    for (const [name, value] of Object.entries(AWS)) vi.stubEnv(name, value);
    const client = createTestClient(s3);
    await createBucket(client);
    client.destroy();
    const folder = await mkdtemp(join(tmpdir(), "clickstream-"));
    const env = { ...AWS, AWS_ENDPOINT_URL_S3: s3.endpoint, RAW_BUCKET_NAME: BUCKET, DATABASE_URL: server?.url };
    stack = await startStack({ port: 0, ingestPort: 0, folder, env: clean(env) });
    onTestFinished(async () => {
      await stack.close();
      await s3.stop();
      await rm(folder, { recursive: true, force: true });
    });
  });

  afterAll(async () => {
    await browser.close();
    await server?.stop();
  });

  test("every event of a purchase is a row, nothing is missing, and the funnel ends with an order", async () => {
    s3.loseNextAnswer();
    const page = await browser.newPage();
    await walk(page, stack.shopUrl);
    s3.loseNextAnswer();
    await page.goto("about:blank");

    await vi.waitFor(async () => expect((await ask()).totals.events).toBe(WALK_EVENTS), {
      timeout: 30_000,
      interval: 200,
    });
    const { totals, funnel, delivery, products, quarantine } = await ask();
    expect(totals).toMatchObject({ visitors: 1, sessions: 1, orders: 1, revenue: [{ currency: "EUR", amount: 64 }] });
    expect(funnel.map(({ sessions }) => sessions)).toEqual([1, 1, 1, 1, 1]);
    expect(delivery).toEqual({
      page_loads: 6,
      tracked: WALK_EVENTS,
      stored: WALK_EVENTS,
      dropped: 0,
      missing: 0,
      not_provable: 0,
      gaps: [],
    });
    expect(products).toMatchObject([{ product_id: "slow-teapot", name: "Slow Teapot", views: 1, adds: 1, orders: 1 }]);
    expect(quarantine).toEqual([]);
  });

  // WebKit's driver opens tabs that stay hidden, and a page that nobody sees asks for nothing.
  test.skipIf(engine === webKit)("the dashboard shows it, and keeps hostile names text", async () => {
    const hostile = `<img src=x onerror="document.title='pwned'">`;
    await fetch(stack.ingestUrl, {
      method: "POST",
      body: JSON.stringify({
        event_name: "product_view",
        client_id: "c1",
        context_product_id: "p1",
        context_product_name: hostile,
      }),
    });
    const page = await browser.newPage();
    await page.goto(stack.dashboardUrl);
    await page.click('#state[data-state="live"]');
    expect(await page.evaluate('document.querySelector("#products td").textContent')).toBe(hostile);
    expect(await page.evaluate('document.body.querySelectorAll("img, script").length')).toBe(0);
    expect(await page.evaluate('document.querySelector("#verdict").textContent')).toMatch(/^Nothing can be said/);
    expect(await page.evaluate('document.querySelector("#figures dd").textContent')).toBe("1");
    expect(await page.evaluate("document.title")).not.toBe("pwned");
  });
});

async function walk(page: Page, shopUrl: string): Promise<void> {
  await page.goto(shopUrl);
  await page.click("#consent-accept");
  await page.click("#shop-link");
  await page.click('a.card[data-product-id="slow-teapot"]');
  await page.click("#add-to-cart");
  await page.click("#added a");
  await page.click("#checkout-link");
  for (const field of ["#name", "#street", "#postcode", "#city"]) await page.fill(field, "Ada");
  await page.fill("#email", "ada@example.com");
  await page.click("#to-payment");
  await page.click("#place-order");
  await page.click("#order-id");
}

function clean(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
