/** Makes the picture of the README: shop and live page side by side, after a visitor filled the cart. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "./browser.ts";
import { npmChromium } from "./engines.ts";
import { startTestStack } from "./test-stack.ts";

const PICTURE = "docs/images/overview.png";
const SIZE = { width: 1_120, height: 840 };

/** So many products go into the cart. */
const VISITS = 8;

await mkdir(".clickstream", { recursive: true });
const stack = await startTestStack(".clickstream");
const browser = await npmChromium.open();
try {
  const shop = await browser.newPage(SIZE);
  for (const product of await productIds(shop)) await visit(shop, product);
  await shop.goto(stack.shopUrl);
  await shop.screenshot(pathOf("shop"));

  const live = await browser.newPage(SIZE);
  await live.goto(stack.liveUrl);
  await live.evaluate("new Promise((resolve) => setTimeout(resolve, 1500))");
  await live.screenshot(pathOf("live"));

  const both = await browser.newPage({ width: 1_680, height: 640 });
  await both.goto(`data:text/html,${encodeURIComponent(await sideBySide())}`);
  await both.screenshot(PICTURE);
} finally {
  await browser.close();
  await stack.close();
}

/** Beside what the stack stores, and removed with it. */
function pathOf(name: string): `${string}.png` {
  return `${join(stack.folder, name)}.png`;
}

async function productIds(page: Page): Promise<readonly string[]> {
  await page.goto(`${stack.shopUrl}products`);
  const ids = await page.evaluate('[...document.querySelectorAll("a.card")].map((card) => card.dataset.productId)');
  return (ids as readonly string[]).slice(0, VISITS);
}

/** One product after the other goes into the cart; the page view of the cart comes last. */
async function visit(page: Page, product: string): Promise<void> {
  await page.goto(`${stack.shopUrl}products/${product}`);
  await page.click("#add-to-cart");
  await page.click("#added a");
  await page.evaluate("new Promise((resolve) => setTimeout(resolve, 2500))");
}

async function sideBySide(): Promise<string> {
  const [shop, live] = await Promise.all(["shop", "live"].map((name) => readFile(pathOf(name), "base64")));
  const image = (data: string | undefined): string => `<img src="data:image/png;base64,${data}">`;
  return `<!doctype html><style>
    body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #e8e4dc; }
    img { width: 804px; border-radius: 10px; box-shadow: 0 8px 30px #0003; }
  </style>${image(shop)}${image(live)}`;
}
