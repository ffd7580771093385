/** Proves that subdomains share a visitor, a shared session and a decision, and nothing else. */
import { expect, test } from "vitest";
import { createTracker, type TrackerOptions } from "../../src/index.ts";
import type { Store } from "../../src/platform/platform.ts";
import { shareBy } from "../../src/subdomains.ts";
import { createTestPlatform, ENDPOINT, memoryStore, type TestPlatform } from "../support/test-platform.ts";

/** The cookies of a registrable domain, for each host that a visitor opens. */
function createSite() {
  const cookies = memoryStore();
  const open = (local: Store = memoryStore(), options: TrackerOptions = {}): TestPlatform => {
    const platform = createTestPlatform({ local });
    const visitorStore = shareBy(cookies);
    createTracker({ endpoint: ENDPOINT, visitorStore, ...options }, platform).track("page_view");
    return platform;
  };
  const visit = async (local?: Store, options?: TrackerOptions) => {
    const platform = open(local, options);
    await platform.advance(1_000);
    const [event] = platform.sent();
    if (!event) throw new Error("nothing was sent");
    return event;
  };
  return { cookies, visit };
}

test("a visitor of www is the same one of checkout", async () => {
  const { visit } = createSite();
  const www = await visit();
  const checkout = await visit();
  expect(checkout).toMatchObject({ client_id: www.client_id, is_first_visit: false, session_number: 2 });
  expect(checkout.session_id).not.toBe(www.session_id);
});

test("a shared session goes on at another subdomain", async () => {
  const { visit } = createSite();
  const www = await visit(undefined, { sharedSession: true });
  const checkout = await visit(undefined, { sharedSession: true });
  expect(checkout).toMatchObject({ client_id: www.client_id, session_id: www.session_id, session_number: 1 });
  expect(checkout).not.toHaveProperty("session_start");
});

test("only the ids are in cookies: no user, no event", async () => {
  const { cookies, visit } = createSite();
  await visit(undefined, { sharedSession: true });
  expect([...cookies.keys("")].sort()).toEqual([
    "clickstream:default:client_id",
    "clickstream:default:session_id",
    "clickstream:default:session_number",
  ]);
});

test("a visitor whom a host knows already is the visitor of all of them", async () => {
  const { visit } = createSite();
  const www = await visit(memoryStore({ "clickstream:default:client_id": "known" }));
  const checkout = await visit(memoryStore({ "clickstream:default:client_id": "other" }));
  expect([www, checkout].map(({ client_id }) => client_id)).toEqual(["known", "known"]);
});

test("a cookie that is gone comes back out of the host's storage", async () => {
  const { cookies, visit } = createSite();
  const local = memoryStore();
  const before = await visit(local);
  for (const key of cookies.keys("")) cookies.remove(key);
  expect((await visit(local)).client_id).toBe(before.client_id);
  expect((await visit()).client_id).toBe(before.client_id);
});

test("where cookies are blocked, the host's storage is all", async () => {
  const nothing: Store = { read: () => undefined, write: () => undefined, remove: () => undefined, keys: () => [] };
  const local = memoryStore();
  const open = async () => {
    const platform = createTestPlatform({ local });
    createTracker({ endpoint: ENDPOINT, visitorStore: shareBy(nothing) }, platform).track("page_view");
    await platform.advance(1_000);
    return platform.sent()[0]?.client_id;
  };
  expect(await open()).toBe(await open());
});
