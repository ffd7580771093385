/** A site of one page for tests of a visit, on an origin of its own, with the real ingest behind it. */
import { build } from "esbuild";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { onTestFinished, vi } from "vitest";
import { shortenNames } from "../../.config/short-names.ts";
import { startTestGateway } from "../support/test-gateway.ts";
import type { StoredEvent } from "../support/test-ingest.ts";
import type { Page } from "../support/browsers/browser.ts";
import { startHtmlSite } from "./html-site.ts";
import type { Visit } from "./page/visit.ts";

export interface VisitSite {
  /** The page's address, with what its trackers are to be. */
  url(visit?: Visit): string;
  /** A page of the same origin without any script. */
  readonly emptyUrl: string;
  /** Tracks an event in a page, or in one that it opened, and returns what is stored of it. */
  track(page: Page, where?: "visit" | "visit.opened.visit"): Promise<StoredEvent>;
  /** The same with several trackers. */
  trackWithAll(page: Page, count: number, where?: string): Promise<readonly StoredEvent[]>;
  /** All that is stored. */
  events(): Promise<readonly StoredEvent[]>;
}

const WAIT_OPTIONS = { timeout: 15_000, interval: 50 };

/** Returns the page with the SDK in it: as it is in `src` now, with the short names of `dist`. */
export async function bundleVisitPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["clock", "storage-spy", "visit"].map((name) => join(import.meta.dirname, `page/${name}.ts`)),
    bundle: true,
    write: false,
    outdir: "out",
    format: "iife",
    target: "es2022",
    ...shortenNames(),
  });
  const scripts = outputFiles.map(({ text }) => `<script>${text}</script>`);
  return `<!doctype html><link rel="icon" href="data:,"><title>Visit</title><button id="open-copy">Open</button>${scripts.join("")}`;
}

/** The site is closed when the test ends. */
export async function startVisitSite(html: string): Promise<VisitSite> {
  const gateway = await startTestGateway();
  const { url: origin, close } = await startHtmlSite((path) => (path.startsWith("/empty") ? "<!doctype html>" : html));
  onTestFinished(close);
  const endpoint = `${gateway.url}/clickstream`;
  let marks = 0;

  const trackWithAll: VisitSite["trackWithAll"] = async (page, count, where = "visit") => {
    const query = `mark-${++marks}`;
    await page.evaluate(`${where}.track("${query}")`);
    return vi.waitFor(async () => {
      const found = (await gateway.events()).filter((event) => isDeepStrictEqual(event["properties"], { query }));
      if (found.length < count) throw new Error(`${query} is stored ${found.length} times, not ${count}`);
      return found;
    }, WAIT_OPTIONS);
  };

  return {
    url: (visit = {}) => `${origin}/?visit=${encodeURIComponent(JSON.stringify({ endpoint, ...visit }))}`,
    emptyUrl: `${origin}/empty`,
    events: () => gateway.events(),
    async track(page, where) {
      const [event] = await trackWithAll(page, 1, where);
      if (event === undefined) throw new Error("nothing was tracked");
      return event;
    },
    trackWithAll,
  };
}
