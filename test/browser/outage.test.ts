/** The demo's switch: with the ingest offline events wait in the browser, over page loads, and are stored once afterwards. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Browser, Page } from "../support/browsers/browser.ts";
import { ENGINES_HERE } from "../support/browsers/engines.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";

describe.each(ENGINES_HERE)("in $name", { timeout: 60_000 }, (engine) => {
  let stack: TestStack;
  let browser: Browser;

  beforeAll(async () => {
    stack = await startTestStack();
    browser = await engine.open();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  const show = (page: Page, expression: string, expected: unknown): Promise<void> =>
    vi.waitFor(async () => expect(await page.evaluate(expression)).toEqual(expected), {
      timeout: 20_000,
      interval: 50,
    });

  test("what is done while the ingest is offline waits, and is stored once when it is back", async () => {
    const page = await browser.newPage();
    await page.goto(stack.shopUrl);
    await page.click("#consent-accept");
    await stack.untilStored(1);

    await page.click("#outage");
    await show(page, 'document.querySelector("#outage").textContent', "Put the ingest back online");
    for (const path of ["products", "products/slow-teapot"]) await page.goto(`${stack.shopUrl}${path}`);
    await page.click("#add-to-cart");
    await show(page, 'document.querySelector("#waiting").textContent', "5 events wait in this browser.");
    expect(await stack.files()).toHaveLength(1);

    await page.click("#outage");
    const files = await stack.untilStored(6);
    expect(new Set(files.map(({ event }) => event.event_id)).size).toBe(6);
    await show(page, 'document.querySelector("#waiting").textContent', "");
  });
});
