/** Counts the requests of a visit to the shop, at several intervals of sending. `npm run cost` reads what it writes. */
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Measured } from "../../examples/ingest-lambda/cost/measured-requests.ts";
import type { Page } from "../support/browsers/browser.ts";
import { npmChromium } from "../support/browsers/engines.ts";
import { startTestStack } from "./test-stack.ts";

const FILE = fileURLToPath(new URL("../../examples/ingest-lambda/cost/measured-requests.json", import.meta.url));
const INTERVALS_MS = [1_000, 5_000, 30_000];

/** How long a visitor looks before each click, in turn. Most pages are left within half a minute. */
const LOOKS_MS = [4_000, 12_000, 7_000, 25_000, 9_000, 3_000];

/** The shop's page as it is, with another interval in its script. */
const DEFAULT_INTERVAL = /flushIntervalMs: 1e3/g;

/** One after the other, with pauses, as a visitor does. */
async function walk(page: Page, shopUrl: string): Promise<void> {
  let steps = 0;
  const look = (): Promise<void> => sleep(LOOKS_MS[steps++ % LOOKS_MS.length]);
  const click = async (selector: string): Promise<void> => {
    await look();
    await page.click(selector);
  };
  await page.goto(shopUrl);
  for (const selector of ["#consent-accept", "#shop-link", 'a.card[data-product-id="slow-teapot"]', "#add-to-cart"]) {
    await click(selector);
  }
  for (const selector of ["#added a", "#checkout-link"]) await click(selector);
  for (const field of ["#name", "#street", "#postcode", "#city"]) await page.fill(field, "typed");
  await page.fill("#email", "typed@example.com");
  for (const selector of ["#to-payment", "#delivery-express", "#place-order", "#order-id"]) await click(selector);
  await look();
  await page.goto("about:blank");
}

/** Stands before the shop, and puts the interval into its script. */
async function startShop(shopUrl: string, flushIntervalMs: number): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    void fetch(new URL(String(request.url), shopUrl)).then(async (answer) => {
      const type = answer.headers.get("content-type") ?? "";
      const body = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, { "content-type": type });
      response.end(type.startsWith("text/javascript") ? putInterval(String(body), flushIntervalMs) : body);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function putInterval(script: string, flushIntervalMs: number): string {
  if (script.match(DEFAULT_INTERVAL)?.length !== 1) throw new Error("The shop's script has no interval to replace.");
  return script.replace(DEFAULT_INTERVAL, `flushIntervalMs: ${String(flushIntervalMs)}`);
}

async function measure(flushIntervalMs: number): Promise<Measured["intervals"][number]> {
  const stack = await startTestStack();
  const shop = await startShop(stack.shopUrl, flushIntervalMs);
  const browser = await npmChromium.open();
  try {
    await walk(await browser.newPage(), shop.url);
    // What left with the last page is on its way.
    await sleep(3_000);
    const lines = (await readFile(join(stack.folder, "access.log"), "utf8")).trimEnd().split("\n");
    const methods = lines.map((line) => (JSON.parse(line) as { readonly httpMethod: string }).httpMethod);
    return {
      flushIntervalMs,
      events: (await stack.files()).length,
      requests: methods.filter((method) => method === "POST").length,
      preflights: methods.filter((method) => method === "OPTIONS").length,
    };
  } finally {
    await browser.close();
    shop.close();
    await stack.close();
  }
}

const intervals = await Promise.all(INTERVALS_MS.map(measure));
const measured: Measured = { looksMs: LOOKS_MS, intervals };
await writeFile(FILE, `${JSON.stringify(measured, null, 2)}\n`);
console.table(intervals);
