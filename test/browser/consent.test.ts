/** Consent in real browsers: each storage API is spied on before the SDK is there, in every tab. */
import { beforeAll, expect, test, vi } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "../support/browsers/browser.ts";
import { npmChromium } from "../support/browsers/engines.ts";
import { inEachEngine } from "./in-each-engine.ts";
import { bundleVisitPage, startVisitSite, type VisitSite } from "./visit-site.ts";

const WITHIN = { timeout: 10_000, interval: 50 };

/** Beyond the timers of a tracker that may keep and send: 50 ms for IndexedDB, `flushIntervalMs` for a batch. */
const QUIET_MS = 600;
const ASKS = { asks: true, flushIntervalMs: 50 };

/** Nobody listens there: what is tracked waits in the stores. */
const NOBODY = "http://127.0.0.1:9/clickstream";

/** Each way to write to a storage that a page has. */
const WAYS_TO_WRITE = [
  "localStorage.setItem('a', '1')",
  "localStorage.removeItem('a')",
  "localStorage.clear()",
  "(localStorage.a = '1')",
  "(sessionStorage['a'] = '1')",
  "sessionStorage.setItem('a', '1')",
  "(document.cookie = 'a=1; max-age=0')",
  "indexedDB.open('a')",
  "indexedDB.deleteDatabase('a')",
  "caches.open('a')",
];

const ALL_KEYS = `Promise.all([
  Object.keys(localStorage), Object.keys(sessionStorage), indexedDB.databases().then((all) => all.map(({ name }) => "db " + name)),
  caches.keys(), document.cookie.split(";").filter(Boolean), window.name ? [window.name] : [],
]).then((keys) => keys.flat().sort())`;

let html: string;
beforeAll(async () => {
  html = await bundleVisitPage();
});

inEachEngine(({ engine, openTab }) => {
  const open = (site: VisitSite, visit = {}): Promise<Page> => openTab(site.url({ ...ASKS, ...visit }));
  const decide = (page: Page, state: string): Promise<unknown> => page.evaluate(`visit.consent.set("${state}")`);
  const stateOf = (page: Page): Promise<unknown> => page.evaluate("visit.consent.state()");
  const keysOf = (page: Page): Promise<unknown> => page.evaluate(ALL_KEYS);
  const untilKeysAre = (page: Page, keys: readonly string[]): Promise<void> =>
    vi.waitFor(async () => expect(await keysOf(page)).toEqual(keys), WITHIN);
  /** A visit with all that would be kept and sent, until the page is hidden. */
  const use = async (page: Page): Promise<void> => {
    await page.evaluate(`(() => {
      visit.tracker.identify({ userId: "u1" });
      for (let index = 0; index < 60; index++) visit.tracker.track("page_view");
      visit.tracker.reset();
      visit.tracker.track("page_view");
      dispatchEvent(new Event("pagehide"));
    })()`);
    await sleep(QUIET_MS);
  };

  test("the spy notes each way to write", async () => {
    const page = await open(await startVisitSite(html));
    for (const way of WAYS_TO_WRITE) {
      const before = Number(await page.evaluate("writes.length"));
      await page.evaluate(`void ${way}`);
      expect(await page.evaluate("writes.length"), way).toBeGreaterThan(before);
    }
  });

  test("nothing is written to any storage before the visitor has decided, and nothing is sent", async () => {
    const site = await startVisitSite(html);
    const page = await open(site);
    await use(page);
    expect(await page.evaluate("writes")).toEqual([]);
    expect(await keysOf(page)).toEqual([]);

    await page.goto(site.emptyUrl);
    await sleep(QUIET_MS);
    expect(await keysOf(page)).toEqual([]);
    expect(await site.events()).toEqual([]);
  });

  test("what was held is kept and stored once the visitor accepts, in all tabs", async () => {
    const site = await startVisitSite(html);
    const page = await open(site);
    const other = await open(site);
    await page.evaluate('visit.tracker.track("page_view")');
    await other.evaluate('visit.tracker.track("page_view")');
    await decide(page, "granted");

    await vi.waitFor(async () => expect(await site.events()).toHaveLength(2), WITHIN);
    expect(await stateOf(other)).toBe("granted");
    for (const tab of [page, other]) expect(await tab.evaluate("writes.length")).toBeGreaterThan(0);
    const [one, two] = [await site.track(page), await site.track(other)];
    expect(two["client_id"]).toBe(one["client_id"]);
  });

  test("no key but the decision remains after a refusal, in no tab and no storage, whatever is tracked", async () => {
    const site = await startVisitSite(html);
    const page = await open(site, { endpoint: NOBODY, names: ["shop", "blog"] });
    const other = await open(site, { endpoint: NOBODY });
    await decide(page, "granted");
    await vi.waitFor(async () => expect(await stateOf(other)).toBe("granted"), WITHIN);
    for (const tab of [page, other]) await use(tab);
    await vi.waitFor(async () => expect(await keysOf(page)).toContain("db clickstream"), WITHIN);

    await decide(other, "denied");
    for (const tab of [page, other]) await untilKeysAre(tab, ["clickstream:consent"]);

    for (const tab of [page, other]) await use(tab);
    for (const tab of [page, other]) expect(await keysOf(tab)).toEqual(["clickstream:consent"]);
    const later = await open(site);
    await use(later);
    expect(await keysOf(later)).toEqual(["clickstream:consent"]);
    expect(await site.events()).toEqual([]);
  });

  test("what the host keeps is left alone by a refusal", async () => {
    const site = await startVisitSite(html);
    const page = await open(site);
    await page.evaluate("(localStorage.setItem('loam.cart', '[]'), sessionStorage.setItem('clickstreamer', '1'))");
    await decide(page, "granted");
    await site.track(page);
    await decide(page, "denied");
    await untilKeysAre(page, ["clickstream:consent", "clickstreamer", "loam.cart"]);
  });

  // The headless build from npm has no back/forward cache.
  test.skipIf(engine === npmChromium)("a page out of the back/forward cache follows a refusal", async () => {
    const site = await startVisitSite(html);
    const page = await open(site);
    await decide(page, "granted");
    await site.track(page);
    await page.goto(site.emptyUrl);
    const other = await open(site);
    await decide(other, "denied");
    await page.evaluate("void setTimeout(() => history.back())");
    // WebKit restores the page; Chromium and Firefox let it go, since its database was deleted, and load it anew.
    await vi.waitFor(async () => expect(await page.evaluate("window.visit !== undefined")).toBe(true), WITHIN);

    const before = (await site.events()).length;
    await use(page);
    expect(await stateOf(page)).toBe("denied");
    expect(await keysOf(page)).toEqual(["clickstream:consent"]);
    expect(await site.events()).toHaveLength(before);
  });
});
