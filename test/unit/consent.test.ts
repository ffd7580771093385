/** Proves that nothing is kept or sent before the visitor agrees, and nothing stays after a refusal. */
import { describe, expect, test, vi } from "vitest";
import { createConsent, type ConsentOptions } from "../../src/consent.ts";
import { createTracker } from "../../src/index.ts";
import type { ConsentStore } from "../../src/platform/consent-store.ts";
import type { Store } from "../../src/platform/platform.ts";
import { createTestPlatform, ENDPOINT, memoryStore, type TestPlatform } from "../support/test-platform.ts";

/** A visitor's browser: what its tabs share, and that one tab hears what another decides. */
function createVisitor({ signal = false }: { readonly signal?: boolean } = {}) {
  const local = memoryStore();
  const sessions: Store[] = [];
  const tabs: { readonly follow: () => void }[] = [];

  const openTab = (options: ConsentOptions = {}, names: readonly string[] = ["default"]) => {
    const session = memoryStore();
    sessions.push(session);
    const writes = vi.fn();
    const spy = (store: Store): Store => ({ ...store, write: (...entry) => (writes(...entry), store.write(...entry)) });
    const base = createTestPlatform({ local: spy(local), session: spy(session) });
    const restored = Promise.withResolvers<undefined>();
    const platform: TestPlatform = {
      ...base,
      openDurable: () => ({ ...base.local, restored: restored.promise.then(() => undefined) }),
    };

    const tab = { follow: (): void => undefined };
    tabs.push(tab);
    const erase = vi.fn(() => {
      for (const each of [local, session]) {
        for (const key of each.keys(""))
          if (key.startsWith("clickstream") && key !== "clickstream:consent") each.remove(key);
      }
    });
    const store: ConsentStore = {
      read: () => local.read("clickstream:consent"),
      write(decision) {
        if (decision === undefined) local.remove("clickstream:consent");
        else local.write("clickstream:consent", decision);
        // Other tabs hear of it a moment later.
        for (const other of tabs) if (other !== tab) setImmediate(() => other.follow());
      },
      onChange: (listener) => void (tab.follow = listener),
      erase,
      hasPrivacySignal: signal,
    };
    const consent = createConsent(options, store);
    const trackers = names.map((name) => createTracker({ endpoint: ENDPOINT, consent, name }, platform));
    return {
      platform,
      consent,
      writes,
      erase,
      restore: () => restored.resolve(undefined),
      tracker: trackers[0] ?? createTracker(),
    };
  };

  return { local, openTab, keys: () => [local, ...sessions].flatMap((store) => store.keys("")) };
}

describe("while the visitor has not decided", () => {
  test("nothing is written and nothing is sent, whatever is tracked", async () => {
    const { openTab, keys } = createVisitor();
    const { platform, tracker, writes } = openTab();
    tracker.identify({ userId: "u1" });
    for (let index = 0; index < 100; index++) tracker.track("page_view");
    await platform.advance(600_000);
    await platform.emit("hidden");
    tracker.close();

    expect(writes).not.toHaveBeenCalled();
    expect(keys()).toEqual([]);
    expect(platform.requests).toEqual([]);
  });

  test("what is held is bounded", async () => {
    const { openTab } = createVisitor();
    const { platform, tracker } = openTab();
    for (let index = 0; index < 3_000; index++) {
      tracker.track("page_view");
      await platform.advance(100);
    }
    expect(tracker.stats().waiting).toBeLessThanOrEqual(2_025);
    expect(tracker.stats().dropped["overflow"]).toBeGreaterThanOrEqual(900);
  });
});

describe("granted", () => {
  test("sends what was held, as it was when it was tracked, and then keeps ids", async () => {
    const { openTab, local } = createVisitor();
    const { platform, tracker, consent } = openTab();
    tracker.track("page_view");
    await platform.advance(600_000);
    consent.set("granted");
    await platform.advance(1_000);

    const [event] = platform.sent();
    expect(event?.event_timestamp).toBe("2026-11-24T08:00:00.000Z");
    expect(local.read("clickstream:default:client_id")).toBe(event?.client_id);
    tracker.track("page_view");
    await platform.advance(1_000);
    expect(platform.sent()[1]).toMatchObject({
      client_id: event?.client_id,
      session_id: event?.session_id,
      event_seq: 2,
    });
  });

  test("is the decision of all tabs, all trackers and later pages", async () => {
    const { openTab } = createVisitor();
    const one = openTab({}, ["shop", "blog"]);
    const other = openTab();
    other.tracker.track("page_view");
    one.consent.set("granted");
    await other.platform.advance(1_000);
    expect(other.platform.sent()).toHaveLength(1);

    const later = openTab();
    expect(later.consent.state()).toBe("granted");
    later.tracker.track("page_view");
    await later.platform.advance(1_000);
    expect(later.platform.sent()).toHaveLength(1);
  });
});

test("granted sends at once in every tab, however long it was pending, and waits for no other tab's answer", async () => {
  const { openTab } = createVisitor();
  const one = openTab();
  const other = openTab();
  one.tracker.track("page_view");
  other.tracker.track("search", { query: "teapot" });
  for (const { platform } of [one, other]) await platform.advance(600_000);
  one.platform.answerWith("hang");
  one.consent.set("granted");
  await other.platform.advance(0);
  expect(other.platform.sent().map(({ event_name }) => event_name)).toContain("search");
});

describe("denied", () => {
  test("a tracker that is created after a refusal holds and counts nothing", async () => {
    const { openTab } = createVisitor();
    const first = openTab();
    first.consent.set("denied");
    const { platform, tracker, consent } = openTab();
    expect(consent.state()).toBe("denied");
    tracker.track("page_view");
    expect(tracker.stats()).toEqual({ tracked: 0, waiting: 0, dropped: {} });

    consent.set("granted");
    tracker.track("search", { query: "later" });
    await platform.advance(600_000);
    expect(platform.sent().map(({ event_name }) => event_name)).toEqual(["search"]);
  });

  test("destroys what was held, and nothing of it is sent later", async () => {
    const { openTab } = createVisitor();
    const { platform, tracker, consent } = openTab();
    tracker.track("page_view");
    consent.set("denied");
    consent.set("granted");
    tracker.track("search", { query: "teapot" });
    await platform.advance(60_000);
    expect(platform.sent().map(({ event_name }) => event_name)).toEqual(["search"]);
  });

  test("leaves no key but the decision, in no tab, and starts no request", async () => {
    const { openTab, keys } = createVisitor();
    const one = openTab();
    const other = openTab();
    one.consent.set("granted");
    for (const { tracker, platform } of [one, other]) {
      platform.answerWith(...Array.from({ length: 9 }, () => ({ status: 0 }) as const));
      tracker.identify({ userId: "u1" });
      for (let index = 0; index < 30; index++) tracker.track("page_view");
      await platform.advance(3_000);
    }
    const requests = (): number => one.platform.requests.length + other.platform.requests.length;
    const before = requests();
    expect(before).toBeGreaterThan(0);
    expect(keys().filter((key) => key.includes(":queue:"))).toHaveLength(60);

    one.consent.set("denied");
    for (const { tracker, platform } of [one, other]) {
      tracker.track("page_view");
      await platform.emit("hidden");
      await platform.advance(600_000);
    }
    expect(keys()).toEqual(["clickstream:consent"]);
    expect(requests()).toBe(before);
  });

  test("leaves nothing behind either when it comes in the task that tracked", async () => {
    const { openTab, keys } = createVisitor();
    const { platform, tracker, consent } = openTab();
    consent.set("granted");
    tracker.track("page_view");
    consent.set("denied");
    await platform.advance(60_000);
    expect(keys()).toEqual(["clickstream:consent"]);
    expect(platform.requests).toEqual([]);
  });

  test("erases once more when the IndexedDB copy opens afterwards", async () => {
    const { platform, consent, erase, restore } = createVisitor().openTab();
    consent.set("granted");
    consent.set("denied");
    const before = erase.mock.calls.length;
    restore();
    await platform.advance(0);
    expect(erase.mock.calls.length).toBe(before + 1);
  });

  test("and granted again is a new visitor", async () => {
    const { openTab } = createVisitor();
    const { platform, tracker, consent } = openTab({ initial: "granted" });
    tracker.track("page_view");
    await platform.advance(1_000);
    consent.set("denied");
    consent.set("granted");
    tracker.track("page_view");
    await platform.advance(1_000);

    const [before, after] = platform.sent();
    expect(before?.client_id).toMatch(/^[\w-]{21}$/);
    expect(after?.client_id).not.toBe(before?.client_id);
    expect(after).toMatchObject({ is_first_visit: true, session_number: 1, event_seq: 1 });
  });
});

test("a tracker that is closed stays closed, whatever is decided later", async () => {
  const { platform, tracker, consent } = createVisitor().openTab();
  tracker.close();
  consent.set("denied");
  consent.set("granted");
  tracker.track("page_view");
  await platform.advance(60_000);
  expect([platform.requests, platform.timers(), platform.listeners()]).toEqual([[], 0, 0]);
});

test("a decision that is none is ignored", () => {
  const { consent } = createVisitor().openTab();
  consent.set("granted");
  expect(() => consent.set("yes" as "granted")).not.toThrow();
  expect(consent.state()).toBe("granted");
});

test("what a visitor begins with anyway is not written down", () => {
  const { openTab, keys } = createVisitor();
  const { consent } = openTab();
  consent.set("pending");
  expect(keys()).toEqual([]);
  consent.set("granted");
  expect(keys()).toContain("clickstream:consent");
  consent.set("pending");
  expect(keys()).not.toContain("clickstream:consent");
});

test("pending after granted holds again, and keeps what was kept", async () => {
  const { openTab, local } = createVisitor();
  const { platform, tracker, consent } = openTab({ initial: "granted" });
  tracker.track("page_view");
  await platform.advance(1_000);
  const clientId = local.read("clickstream:default:client_id");
  expect(clientId).toBe(platform.sent()[0]?.client_id);
  consent.set("pending");
  tracker.track("search", { query: "teapot" });
  await platform.advance(60_000);
  expect(platform.sent()).toHaveLength(1);
  expect(local.read("clickstream:default:client_id")).toBe(clientId);

  consent.set("granted");
  await platform.advance(1_000);
  expect(platform.sent()[1]).toMatchObject({ event_name: "search" });
});

describe("Global Privacy Control", () => {
  const first = async (options: ConsentOptions, signal = true) => {
    const { openTab } = createVisitor({ signal });
    const { platform, tracker, consent } = openTab({ initial: "granted", ...options });
    tracker.track("page_view");
    await platform.advance(1_000);
    return { consent, event: platform.sent()[0], tracker, platform };
  };

  test("is recorded by default", async () => {
    expect((await first({})).event).toMatchObject({ global_privacy_control: true });
    expect((await first({}, false)).event).not.toHaveProperty("global_privacy_control");
  });

  test("denies where the site wants it so, until the visitor says otherwise", async () => {
    const { consent, event, tracker, platform } = await first({ globalPrivacyControl: "deny" });
    expect([consent.state(), event]).toEqual(["denied", undefined]);
    consent.set("granted");
    tracker.track("page_view");
    await platform.advance(1_000);
    expect(platform.sent()).toEqual([expect.objectContaining({ global_privacy_control: true })]);
  });

  test("is ignored where the site wants it so", async () => {
    const { event } = await first({ globalPrivacyControl: "ignore" });
    expect(event).toBeDefined();
    expect(event).not.toHaveProperty("global_privacy_control");
  });
});

test.each([
  [
    { initial: "yes" },
    'the option `initial` of createConsent() must be one of "pending", "granted", "denied"; got "yes"',
  ],
  [
    { globalPrivacyControl: true },
    'the option `globalPrivacyControl` of createConsent() must be one of "record", "deny", "ignore"; got "true"',
  ],
])("a wrong option is a TypeError: %o", (options, message) => {
  expect(() => createConsent(options as ConsentOptions)).toThrow(new TypeError(`clickstream: ${message}`));
});

test("on a server consent is its initial state, and stays so", () => {
  const consent = createConsent();
  const tracker = createTracker({ endpoint: ENDPOINT, consent });
  tracker.track("page_view");
  consent.set("granted");
  expect(consent.state()).toBe("pending");
});
