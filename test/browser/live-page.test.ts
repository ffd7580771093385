/** The live page in a real browser: what is stored shows within a second, and hostile content stays text. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Browser, Page } from "./browser.ts";
import { npmChromium } from "./engines.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";

let stack: TestStack;
let browser: Browser;
let page: Page;

const post = (event: object): Promise<Response> =>
  fetch(stack.ingestUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: "c1", ...event }),
  });

const show = (expression: string, expected: unknown): Promise<void> =>
  vi.waitFor(async () => expect(await page.evaluate(expression)).toEqual(expected), { timeout: 5_000, interval: 20 });

beforeAll(async () => {
  stack = await startTestStack();
  browser = await npmChromium.open();
  page = await browser.newPage();
  await page.goto(stack.liveUrl);
  await show('document.querySelector("#state").dataset.state', "live");
}, 60_000);

afterAll(async () => {
  await browser.close();
  await stack.close();
});

test("shows an event within a second of its being stored, and its file by a click", async () => {
  await post({ event_name: "product_view", session_id: "s1", context_product_name: "Teapot" });
  const storedAtMs = performance.now();
  await show('document.querySelectorAll("#rows tr[data-name=product_view]").length', 1);
  expect(performance.now() - storedAtMs).toBeLessThan(1_000);

  const [file] = await stack.files();
  const row = '#rows tr[data-name="product_view"]';
  expect(await page.evaluate(`document.querySelector('${row}').dataset.key`)).toBe(file?.key);
  expect(await page.evaluate(`document.querySelector('${row}').textContent`)).toContain("Teapot");
  await page.click(row);
  await vi.waitFor(async () => {
    const shown = String(await page.evaluate('document.querySelector("#detail-json").textContent'));
    expect(JSON.parse(shown)).toEqual(file?.event);
  });
});

test("keeps hostile content text", async () => {
  const payload = "</script><img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>";
  await post({ event_name: "hostile", session_id: "s2", context_product_name: payload, properties: { payload } });
  await show('document.querySelectorAll("#rows tr[data-name=hostile]").length', 1);
  await page.click('#rows tr[data-name="hostile"]');

  expect(await page.evaluate('document.querySelector("#rows tr[data-name=hostile]").textContent')).toContain(payload);
  expect(await page.evaluate('document.querySelectorAll("main img, #rows script").length')).toBe(0);
  expect(await page.evaluate("document.title")).not.toBe("pwned");
});

test("shows one name alone when it is chosen", async () => {
  await page.goto(stack.liveUrl);
  await page.click('#names button[data-name="product_view"]');
  await show('[...document.querySelectorAll("#rows tr[data-key]")].map((row) => row.dataset.name)', ["product_view"]);
});
