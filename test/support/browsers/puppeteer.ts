/** Chromium and Firefox, driven by puppeteer. */
import { launch, type LaunchOptions, type Page as PuppeteerPage } from "puppeteer-core";
import type { Browser, Page } from "./browser.ts";

const TIMEOUT_MS = 30_000;

/** Nothing that asks the internet, and no sandbox, since tests run as root in containers. */
export const CHROMIUM_FLAGS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export async function openWithPuppeteer(options: LaunchOptions): Promise<Browser> {
  const browser = await launch({ headless: true, timeout: TIMEOUT_MS, ...options });
  return {
    pid: browser.process()?.pid,
    async newWindow() {
      return toPage(await browser.newPage({ type: "window" }));
    },
    async newPage(size = { width: 1_280, height: 800 }) {
      const page = await browser.newPage();
      await page.setViewport(size);
      page.setDefaultTimeout(TIMEOUT_MS);
      return toPage(page);
    },
    close: () => browser.close(),
  };
}

function toPage(page: PuppeteerPage): Page {
  return {
    async goto(url) {
      await page.goto(url);
    },
    click: async (selector) => {
      await page.waitForSelector(selector, { visible: true });
      await page.click(selector);
    },
    fill: (selector, text) => page.locator(selector).fill(text),
    evaluate: (expression) => page.evaluate(expression),
    async screenshot(path) {
      await page.screenshot({ path });
    },
    close: () => page.close(),
  };
}
