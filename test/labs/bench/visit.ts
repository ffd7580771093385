/** One visit: a contender alone in a fresh page. */
import type { Browser, CDPSession, Page } from "puppeteer-core";
import type { Collector } from "./collector.ts";
import type { Contender } from "./contenders.ts";
import type { Site } from "./site.ts";

/** What all visits share. */
export interface BenchEnvironment {
  readonly browser: Browser;
  readonly site: Site;
  readonly collector: Collector;
}

export interface Visit {
  readonly page: Page;
  readonly devtools: CDPSession;
  readonly collector: Collector;
  /** How long the contender took to make its tracker. */
  readonly createMs: number;
}

export interface VisitOptions {
  readonly contender: Contender;
  /** The endpoint fails while the visit lasts. */
  readonly isOutage: boolean;
}

/** Opens the page, makes the tracker, lets `measure` use both, and closes the page when nothing moves any more. */
export async function visit<T>(
  { browser, site, collector }: BenchEnvironment,
  { contender, isOutage }: VisitOptions,
  measure: (visit: Visit) => Promise<T>,
): Promise<T> {
  collector.expect(contender, isOutage);
  const page = await browser.newPage();
  try {
    await page.goto(site.addressFor(contender), { referer: "https://www.example.com/" });
    const devtools = await page.createCDPSession();
    const createMs = await page.evaluate((endpoint) => window.bench.create(endpoint), collector.url);
    return await measure({ page, devtools, collector, createMs });
  } finally {
    await page.close();
    // What a page sends while it goes must not be counted with the next one.
    await collector.quiet();
  }
}
