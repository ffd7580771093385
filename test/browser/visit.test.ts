/** The table of docs/sessions.md and the lives of ids and users, in real browsers. */

/*
 * No driver duplicates a tab: `window.open()` stands for it, since both copy sessionStorage. Time that passes is a clock
 * that is set forward while the page's own stands still, as in a laptop's sleep. Midnight is in the unit tests.
 */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "../support/browsers/browser.ts";
import { npmChromium } from "../support/browsers/engines.ts";
import type { StoredEvent } from "../support/test-ingest.ts";
import { inEachEngine } from "./in-each-engine.ts";
import { bundleVisitPage, startVisitSite, type VisitSite } from "./visit-site.ts";

const MINUTE_MS = 60_000;
const WITHIN = { timeout: 10_000, interval: 50 };

/** How long another tab may take to follow, without the last moment that its own event needs. */
const FOLLOWS_WITHIN_MS = 900;

/** Longer than events that follow each other in a burst, in which a jump of the clock ends no session. */
const PAST_A_BURST_MS = 1_200;

/** By then a page that came back has told so. */
const SHOWN_MS = 500;

/** Tracks by each tracker at this very moment, for pages that race. */
const trackAt = (atMs: number): string => `void setTimeout(() => visit.track("race"), ${atMs} - Date.now())`;

const timeOf = (event: StoredEvent): number => Date.parse(String(event["event_timestamp"]));

let html: string;
beforeAll(async () => {
  html = await bundleVisitPage();
});

inEachEngine(({ engine, openTab }) => {
  const open = async (visit = {}): Promise<{ readonly site: VisitSite; readonly page: Page }> => {
    const site = await startVisitSite(html);
    return { site, page: await openTab(site.url(visit)) };
  };
  const until = (page: Page, expression: string): Promise<void> =>
    vi.waitFor(async () => expect(await page.evaluate(expression)).toBe(true), WITHIN);
  const reload = async (page: Page): Promise<void> => {
    await page.evaluate("void setTimeout(() => location.reload(), Object.assign(window, { isOld: true }) && 0)");
    await until(page, "window.isOld === undefined && window.visit !== undefined");
  };
  const setClock = (page: Page, minutes: number): Promise<unknown> => page.evaluate(`(clock.minutes += ${minutes})`);

  describe("a session", () => {
    test("goes on after a reload, which is another stream", async () => {
      const { site, page } = await open();
      const before = await site.track(page);
      await reload(page);
      const after = await site.track(page);
      expect(before).toMatchObject({ session_start: "first", session_number: 1, is_first_visit: true });
      expect(after).toMatchObject({ session_id: before["session_id"], session_number: 1, event_seq: 1 });
      expect(after).not.toHaveProperty("session_start");
      expect(after["is_first_visit"]).toBe(false);
      expect(after["page_load_id"]).not.toBe(before["page_load_id"]);
    });

    test("of a new tab is another one of the same visitor", async () => {
      const { site, page } = await open();
      const one = await site.track(page);
      const other = await site.track(await openTab(site.url()));
      expect(other).toMatchObject({ client_id: one["client_id"], session_start: "first", session_number: 2 });
      expect(other["session_id"]).not.toBe(one["session_id"]);
    });

    test("is that of the tab which opened this one, and the stream is not", async () => {
      const { site, page } = await open();
      const one = await site.track(page);
      await page.click("#open-copy");
      await until(page, "visit.opened?.visit !== undefined");
      const other = await site.track(page, "visit.opened.visit");
      expect(other).toMatchObject({ session_id: one["session_id"], session_number: 1, event_seq: 1 });
      expect(other).not.toHaveProperty("session_start");
      expect(other["page_load_id"]).not.toBe(one["page_load_id"]);
    });

    /** Tracks, goes away and comes back. Returns what was tracked, if the page came out of the cache. */
    const goAndReturn = async (site: VisitSite, page: Page): Promise<StoredEvent | undefined> => {
      const event = await site.track(page);
      await page.goto(site.emptyUrl);
      await page.evaluate("void setTimeout(() => history.back())");
      await until(page, "window.visit !== undefined");
      await sleep(SHOWN_MS);
      return (await page.evaluate("visit.isRestored")) === true ? event : undefined;
    };

    // The headless build from npm has no back/forward cache.
    test.skipIf(engine === npmChromium)("and its stream go on out of the back/forward cache", async () => {
      const { site, page } = await open();
      // A browser may throw a page out of the cache, for want of memory or since something is on its way.
      let before: StoredEvent | undefined;
      for (let tries = 0; before === undefined && tries < 8; tries++) before = await goAndReturn(site, page);
      // So what was kept meanwhile is tried again, as wherever a page comes into view.
      expect(await page.evaluate("visit.returns")).toBe(1);
      expect(await site.track(page)).toMatchObject({
        session_id: before?.["session_id"],
        page_load_id: before?.["page_load_id"],
        event_seq: Number(before?.["event_seq"]) + 1,
      });
    });

    test("goes on after 29 minutes, and ends after 31", async () => {
      const { site, page } = await open();
      const before = await site.track(page);
      await sleep(PAST_A_BURST_MS);
      await setClock(page, 29);
      const after29 = await site.track(page);
      await sleep(PAST_A_BURST_MS);
      await setClock(page, 31);
      const after31 = await site.track(page);

      expect(timeOf(after29) - timeOf(before)).toBeGreaterThan(29 * MINUTE_MS);
      expect(after29).toMatchObject({ session_id: before["session_id"], session_number: 1 });
      expect(after31).toMatchObject({ session_start: "idle", session_number: 2, client_id: before["client_id"] });
      expect(after31["session_id"]).not.toBe(before["session_id"]);
    });

    test("has expired where the page is opened again after a pause", async () => {
      const { site, page } = await open({ sessionTimeoutMs: 1 });
      await site.track(page);
      await sleep(PAST_A_BURST_MS);
      await reload(page);
      expect(await site.track(page)).toMatchObject({ session_start: "expired", session_number: 2 });
    });

    test("of two trackers is two, and so are their visitors and streams", async () => {
      const { site, page } = await open({ names: ["shop", "blog"] });
      const [one, other] = await site.trackWithAll(page, 2);
      for (const event of [one, other]) expect(event).toMatchObject({ session_number: 1, event_seq: 1 });
      for (const field of ["client_id", "session_id", "page_load_id"]) expect(one?.[field]).not.toBe(other?.[field]);
    });

    test("is one for all tabs where the site wants it so", async () => {
      const { site, page } = await open({ sharedSession: true });
      const one = await site.track(page);
      const other = await site.track(await openTab(site.url({ sharedSession: true })));
      expect(other).toMatchObject({ session_id: one["session_id"], session_number: 1 });
    });
  });

  describe("a client_id", () => {
    test("that two tabs make at once is the same in both afterwards", async () => {
      const { site, page } = await open();
      const other = await openTab(site.url());
      const atMs = Date.now() + 1_000;
      await page.evaluate(trackAt(atMs));
      await other.evaluate(trackAt(atMs));
      // A browser may be late with the timer of a tab out of view; then they did not race this time.
      for (const tab of [page, other]) await until(tab, "visit.tracker.stats().tracked === 1");
      await sleep(FOLLOWS_WITHIN_MS);

      const [one, two] = [await site.track(page), await site.track(other)];
      expect(one["event_seq"]).toBe(2);
      expect(two["client_id"]).toBe(one["client_id"]);
    });

    test("outlives that the page empties its storage", async () => {
      const { site, page } = await open();
      const before = await site.track(page);
      await page.evaluate("(localStorage.clear(), sessionStorage.clear())");
      const { client_id, session_id } = before;
      expect(await site.track(page)).toMatchObject({ client_id, session_id, is_first_visit: true });
    });
  });

  describe("a user", () => {
    test("who is identified in one tab is in another's event within a second, and after a logout no more", async () => {
      const { site, page } = await open();
      const other = await openTab(site.url());
      expect(await site.track(other)).not.toHaveProperty("user_id");

      await page.evaluate('visit.tracker.identify({ userId: "u1", identitySource: "cognito" })');
      await sleep(FOLLOWS_WITHIN_MS);
      const loggedIn = { user_id: "u1", user_login_state: "logged_in", identity_source: "cognito" };
      expect(await site.track(other)).toMatchObject(loggedIn);

      await other.evaluate("visit.tracker.reset()");
      await sleep(FOLLOWS_WITHIN_MS);
      const after = await site.track(page);
      expect(after).toMatchObject({ user_login_state: "anonymous" });
      expect(after).not.toHaveProperty("user_id");
      expect(await site.track(other)).toMatchObject({ session_start: "reset", user_login_state: "anonymous" });
    });
  });
});
