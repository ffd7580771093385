/** Opens a page of an installed package in a browser, and returns what came of it. */
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { expect } from "vitest";
import type { Engine } from "../support/browsers/browser.ts";
import { npmChromium } from "../support/browsers/engines.ts";
import { startTestGateway } from "../support/test-gateway.ts";
import type { StoredEvent } from "../support/test-ingest.ts";

/** What a page may run that has a Content-Security-Policy. */
export const NONCE = "c2xvdyB0ZWFwb3Q";

export interface Visit {
  /** In the order in which they were tracked. */
  readonly stored: readonly StoredEvent[];
  /** Warnings on the console, uncaught errors, and what the page's policy has blocked. */
  readonly heard: readonly string[];
  /** What the page has put into `window.said`. */
  readonly said: unknown;
}

export interface VisitOptions {
  readonly engine?: Engine;
  /** `ENDPOINT` stands for the origin of the ingest. */
  readonly policy?: string;
}

const HEAR = `<!doctype html><script nonce="${NONCE}">
  window.heard = [];
  console.warn = (message) => heard.push(message);
  addEventListener("error", ({ message }) => { if (message) heard.push(message); });
  addEventListener("securitypolicyviolation", ({ violatedDirective }) => heard.push(violatedDirective));
</script>`;

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/**
 * Opens the text as `index.html` of the folder, and waits until it sets `window.done`.
 *
 * @param html `ENDPOINT` stands for the URL of the ingest
 */
export async function visitPage(
  root: string,
  html: string,
  { engine = npmChromium, policy }: VisitOptions = {},
): Promise<Visit> {
  const gateway = await startTestGateway();
  await writeFile(join(root, "index.html"), HEAR + html.replaceAll("ENDPOINT", `${gateway.url}/clickstream`));
  const headers = policy && { "content-security-policy": policy.replaceAll("ENDPOINT", gateway.url) };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://127.0.0.1");
    const path = pathname === "/" ? "/index.html" : pathname;
    readFile(join(root, path)).then(
      (content) =>
        response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain", ...headers }).end(content),
      () => response.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  const browser = await engine.open();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await expect.poll(() => page.evaluate("window.done === true"), { timeout: 10_000 }).toBe(true);
    const stored = (await gateway.events()).toSorted(
      (one, other) => Number(one["event_seq"]) - Number(other["event_seq"]),
    );
    const heard = (await page.evaluate("heard")) as readonly string[];
    return { stored, heard, said: await page.evaluate("window.said") };
  } finally {
    await browser.close();
    server.close();
  }
}

export interface Seen {
  /** Names of the events that were stored. */
  readonly events: readonly string[];
  readonly heard: readonly string[];
}

/** As {@link visitPage}, in short. */
export async function seePage(root: string, html: string, options?: VisitOptions): Promise<Seen> {
  const { stored, heard } = await visitPage(root, html, options);
  return { events: stored.map((event) => String(event["event_name"])), heard };
}
