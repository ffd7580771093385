/** Makes the README's picture, the shop and the live page side by side, and that of the dashboard. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "../support/browsers/browser.ts";
import { npmChromium } from "../support/browsers/engines.ts";
import { startTestStack } from "./test-stack.ts";

const SIZE = { width: 1_000, height: 800 };

interface Visit {
  /** Go into the cart, one after the other. */
  readonly products: readonly string[];
  readonly isBought: boolean;
}

const VISITS: readonly Visit[] = [
  { products: ["morning-mug", "breakfast-bowl"], isBought: true },
  { products: ["arch-vase"], isBought: false },
  { products: ["dusk-lamp", "candle-holder", "supper-plate"], isBought: true },
  { products: ["pouring-jug", "espresso-pair"], isBought: false },
];

/** How long a visitor looks at a page, in turn: a chart of real visits is not even. */
const LOOKS_MS = [2_600, 900, 1_700, 3_400, 1_200];

const toPath = (name: string): `${string}.png` =>
  fileURLToPath(new URL(`../../docs/images/${name}`, import.meta.url)) as `${string}.png`;
const PICTURE = toPath("overview.png");
const DASHBOARD = toPath("warehouse.png");

// The live page names its folder. From here, that is the one that `npm start` has by default.
const place = await mkdtemp(join(tmpdir(), "clickstream-pictures-"));
process.chdir(place);
const SHOP = "shop.png";
const LIVE = "live.png";
const stack = await startTestStack(".clickstream");
try {
  for (const visit of VISITS) await inBrowser((browser) => makeVisit(browser, visit));
  await inBrowser(takePictures);
  await inBrowser(takeDashboard);
} finally {
  await stack.close();
  await rm(place, { recursive: true, force: true });
}

/** A browser of its own has a `client_id` of its own: each visitor is a new one. */
async function inBrowser(use: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await npmChromium.open();
  await use(browser).finally(() => browser.close());
}

async function makeVisit(browser: Browser, { products, isBought }: Visit): Promise<void> {
  const page = await browser.newPage(SIZE);
  const look = createLook();
  await page.goto(stack.shopUrl);
  await page.click("#consent-accept");
  await look();
  for (const product of products) {
    for (const link of ['nav a[href="/products"]', `a.card[data-product-id="${product}"]`, "#add-to-cart"]) {
      await page.click(link);
      await look();
    }
  }
  await page.click("#cart-link");
  await look();
  if (isBought) await buy(page, look);
  await page.goto("about:blank");
}

async function buy(page: Page, look: () => Promise<void>): Promise<void> {
  await page.click("#checkout-link");
  for (const field of ["#name", "#street", "#postcode", "#city"]) await page.fill(field, "Ada");
  await page.fill("#email", "ada@example.com");
  await look();
  await page.click("#to-payment");
  await page.click("#place-order");
  await look();
}

/** The last visitor puts a teapot into the cart, and the live page shows it. */
async function takePictures(browser: Browser): Promise<void> {
  const before = await stack.files();
  const shop = await browser.newPage(SIZE);
  await shop.goto(`${stack.shopUrl}products/slow-teapot`);
  await shop.click("#consent-accept");
  await shop.click("#add-to-cart");
  await stack.untilStored(before.length + 3);
  await shop.screenshot(SHOP);

  const live = await browser.newPage(SIZE);
  await live.goto(stack.liveUrl);
  // Rows and chart are drawn as soon as they have come.
  await sleep(1_500);
  await live.screenshot(LIVE);

  const both = await browser.newPage({ width: 1_640, height: 675 });
  await both.goto(`data:text/html,${encodeURIComponent(await laySideBySide())}`);
  await both.screenshot(PICTURE);
}

/** The loader reads what the visitors did, and the views answer. */
async function takeDashboard(browser: Browser): Promise<void> {
  const page = await browser.newPage({ width: 1_200, height: 860 });
  await page.goto(stack.dashboardUrl);
  await page.click('#state[data-state="live"]');
  // The chart draws in the next frame.
  await sleep(500);
  await page.screenshot(DASHBOARD);
}

function createLook(): () => Promise<void> {
  let looks = 0;
  return () => sleep(LOOKS_MS[looks++ % LOOKS_MS.length]);
}

async function laySideBySide(): Promise<string> {
  const pictures = await Promise.all([SHOP, LIVE].map((path) => readFile(path, "base64")));
  const images = pictures.map((data) => `<img src="data:image/png;base64,${data}">`);
  return `<!doctype html><style>
    body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #e8e4dc; }
    img { width: 784px; border-radius: 10px; box-shadow: 0 6px 20px #0003; }
  </style>${images.join("")}`;
}
