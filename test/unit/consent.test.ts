/** Proves that nothing is kept or sent before the visitor agrees, and nothing stays after a refusal. */
import { describe, expect, test, vi } from "vitest";
import { createConsent, type ConsentOptions } from "../../src/consent.ts";
import { createTracker } from "../../src/index.ts";
import { writeDecision } from "../../src/decision.ts";
import type { ConsentStore } from "../../src/platform/consent-store.ts";
import type { Store } from "../../src/platform/platform.ts";
import { createTestPlatform, ENDPOINT, memoryStore, START_MS, type TestPlatform } from "../support/test-platform.ts";

/** A visitor's browser: what its tabs share, and that one tab hears what another decides. */
function createVisitor({ signal = false }: { readonly signal?: boolean } = {}) {
  const local = memoryStore();
  const sessions: Store[] = [];
  const tabs: { readonly follow: () => void }[] = [];

  /** @param hears whether the tab is told of what another tab decides: a listener may be lost */
  const openTab = (options: ConsentOptions = {}, names: readonly string[] = ["default"], hears = true) => {
    const session = memoryStore();
    sessions.push(session);
    const writes = vi.fn();
    const spy = (store: Store): Store => ({ ...store, write: (...entry) => (writes(...entry), store.write(...entry)) });
    const base = createTestPlatform({ local: spy(local), session: spy(session) });
    const destroy = vi.fn();
    const platform: TestPlatform = { ...base, openDurable: () => ({ ...base.openDurable(), destroy }) };

    const tab = { follow: (): void => undefined };
    if (hears) tabs.push(tab);
    const erase = vi.fn((everywhere: boolean) => {
      for (const each of everywhere ? [local, session] : [session]) {
        for (const key of each.keys(""))
          if (key.startsWith("clickstream") && key !== "clickstream:consent") each.remove(key);
      }
    });
    const store: ConsentStore = {
      read: () => local.read("clickstream:consent"),
      write(state) {
        const before = local.read("clickstream:consent");
        local.write("clickstream:consent", writeDecision(state, before, platform.now()));
        tab.follow();
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
      destroy,
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

describe("what was held", () => {
  test("takes the ids that exist when the visitor accepts: tabs that waited side by side are one visitor", async () => {
    const { openTab } = createVisitor();
    const tabs = [openTab(), openTab(), openTab()];
    for (const { tracker } of tabs) for (let index = 0; index < 3; index++) tracker.track("page_view");
    tabs[0]?.consent.set("granted");
    for (const { platform } of tabs) await platform.advance(1_000);

    const events = tabs.map(({ platform }) => platform.sent());
    expect(events.map((each) => each.length)).toEqual([3, 3, 3]);
    expect(new Set(events.flat().map(({ client_id }) => client_id)).size).toBe(1);
    expect(events.map(([first]) => first?.session_number)).toEqual([1, 2, 3]);
    expect(events.map(([first]) => first?.is_first_visit)).toEqual([true, false, false]);
    expect(events.flat().filter(({ session_start }) => session_start === "first")).toHaveLength(3);
  });

  test("belongs to the shared session of the tab where the visitor accepted", async () => {
    const { openTab } = createVisitor();
    const tabs = [openTab({}, [], true), openTab({}, [], true)].map(({ platform, consent }) => ({
      platform,
      consent,
      tracker: createTracker({ endpoint: ENDPOINT, consent, sharedSession: true }, platform),
    }));
    for (const { tracker } of tabs) tracker.track("page_view");
    tabs[0]?.consent.set("granted");
    for (const { platform } of tabs) await platform.advance(1_000);
    const sessions = tabs.flatMap(({ platform }) => platform.sent()).map(({ session_id }) => session_id);
    expect(sessions).toHaveLength(2);
    expect(new Set(sessions).size).toBe(1);
  });

  test("is what it was when it was tracked, with the visits that pauses made of it", async () => {
    const { platform, tracker, consent } = createVisitor().openTab();
    const properties = { query: "tea" };
    tracker.setProduct({ id: "42" });
    tracker.track("search", properties);
    properties.query = "changed";
    tracker.setProduct(null);
    tracker.identify({ userId: "u1" });
    await platform.advance(3_600_000);
    tracker.track("page_view");
    consent.set("granted");
    await platform.advance(1_000);

    const [search, view] = platform.sent();
    expect(search).toMatchObject({
      event_timestamp: "2026-11-24T08:00:00.000Z",
      context_product_id: "42",
      properties: { query: "tea" },
      session_number: 1,
      event_seq: 1,
    });
    expect(search).not.toHaveProperty("user_id");
    expect(view).toMatchObject({ session_number: 2, session_start: "idle", event_seq: 2 });
    expect(view).not.toHaveProperty("context_product_id");
    expect(parseInt(search?.event_id.replace("-", "").slice(0, 12) ?? "", 16)).toBe(START_MS);
  });

  test("survives whatever the page hands over, as it would without asking", async () => {
    const { platform, tracker, consent } = createVisitor().openTab();
    const cycle: { query?: string; big: bigint; self?: object } = { query: "tea", big: 1n };
    cycle.self = cycle;
    tracker.track("search", cycle as { query: string });
    tracker.track("Wrong Name" as "page_view");
    consent.set("granted");
    await platform.advance(1_000);
    expect(platform.sent()).toEqual([
      expect.objectContaining({ event_name: "search", properties: { query: "tea", big: "1", self: "[Circular]" } }),
    ]);
    expect(tracker.stats().dropped).toEqual({ invalid: 1 });
  });

  test("and what was too much of it is counted when it is sent", async () => {
    const { platform, tracker, consent } = createVisitor().openTab();
    for (let index = 0; index < 2_003; index++) {
      tracker.track("page_view");
      await platform.advance(20);
    }
    expect(tracker.stats()).toEqual({ tracked: 2_003, waiting: 2_000, dropped: { overflow: 3 } });
    consent.set("granted");
    await platform.advance(600_000);
    // Events are larger than the calls that were held, so that some more may be too many.
    const overflow = 2_003 - platform.sent().length;
    expect(overflow).toBeGreaterThanOrEqual(3);
    expect(tracker.stats()).toEqual({ tracked: 2_003, waiting: 0, dropped: { overflow } });
    expect(platform.batches().at(-1)?.stream).toMatchObject({ last_seq: 2_003, dropped: { overflow } });
  });

  test("while a page is prerendered counts from the moment that somebody sees it", async () => {
    const shown = Promise.withResolvers<undefined>();
    const visitor = createVisitor();
    const { consent, platform } = visitor.openTab({}, []);
    const prerendered = { ...platform, whenShown: (run: () => void) => void shown.promise.then(run) };
    const tracker = createTracker({ endpoint: ENDPOINT, consent, name: "prerendered" }, prerendered);
    tracker.track("page_view");
    expect(tracker.stats().tracked).toBe(0);
    await platform.advance(5_000);
    shown.resolve(undefined);
    await platform.advance(0);
    expect(tracker.stats().tracked).toBe(1);
    consent.set("granted");
    await platform.advance(1_000);
    expect(platform.sent()[0]?.event_timestamp).toBe("2026-11-24T08:00:05.000Z");
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

  test("destroys what the IndexedDB copy holds, and a later consent opens another one", async () => {
    const { platform, tracker, consent, destroy } = createVisitor().openTab();
    consent.set("granted");
    tracker.track("page_view");
    consent.set("denied");
    expect(destroy).toHaveBeenCalledOnce();
    consent.set("granted");
    tracker.track("search", { query: "teapot" });
    await platform.advance(1_000);
    expect(platform.sent().map(({ event_name }) => event_name)).toEqual(["search"]);
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

describe("on a busy page", () => {
  const marks = (platform: TestPlatform): readonly unknown[] =>
    platform.sent().map(({ properties }) => properties?.["query"]);

  /** Granted, denied and granted again within a second, with an event every few milliseconds. */
  async function changeOften(endpointAnswers: boolean) {
    const visitor = createVisitor();
    const { platform, tracker, consent } = visitor.openTab();
    if (!endpointAnswers) platform.answerWith(...Array.from({ length: 4 }, () => ({ status: 0 }) as const));
    const requests: number[] = [];
    for (const state of ["granted", "denied", "granted", "denied", "granted"] as const) {
      consent.set(state);
      requests.push(platform.requests.length);
      for (let index = 0; index < 30; index++) {
        tracker.track("search", { query: `${state} ${requests.length}` });
        await platform.advance(7);
      }
    }
    await platform.advance(3_600_000);
    return { ...visitor, platform, tracker };
  }

  test.each([true, false])("what a refusal destroyed stays destroyed: the endpoint answers %s", async (answers) => {
    const { platform, tracker } = await changeOften(answers);
    const sent = new Set(marks(platform));
    expect(sent).not.toContain("denied 2");
    expect(sent).not.toContain("denied 4");
    expect(marks(platform).filter((mark) => mark === "granted 5").length).toBeGreaterThanOrEqual(30);
    expect(tracker.stats().waiting).toBe(0);
    // Only what was sent before the refusal is stored.
    const clients = new Set(platform.sent().map(({ client_id }) => client_id));
    const first = marks(platform).indexOf("granted 5");
    expect(marks(platform).slice(first)).not.toContain("granted 1");
    expect(clients.size).toBeLessThanOrEqual(3);
  });

  test("a tab that heard nothing of a refusal sends nothing after it", async () => {
    const { openTab, keys } = createVisitor();
    const deaf = openTab({}, ["default"], false);
    const other = openTab();
    deaf.consent.set("granted");
    deaf.tracker.track("page_view");
    other.consent.set("denied");
    await deaf.platform.advance(60_000);
    deaf.tracker.track("page_view");
    await deaf.platform.advance(60_000);
    expect(deaf.platform.requests).toEqual([]);
    expect(keys()).toEqual(["clickstream:consent"]);
  });

  test("a tab that heard nothing of a refusal and of the next consent destroys what came before them", async () => {
    const { openTab, local } = createVisitor();
    const deaf = openTab({}, ["default"], false);
    const other = openTab();
    deaf.consent.set("granted");
    deaf.tracker.track("search", { query: "before" });
    const before = local.read("clickstream:default:client_id");
    other.consent.set("denied");
    other.consent.set("granted");
    other.tracker.track("search", { query: "other" });
    const after = local.read("clickstream:default:client_id");
    deaf.tracker.track("search", { query: "after" });
    for (const { platform } of [deaf, other]) await platform.advance(60_000);

    expect(after).not.toBe(before);
    const sent = [deaf, other].flatMap(({ platform }) => platform.sent());
    expect(sent.map(({ properties }) => properties?.["query"]).sort()).toEqual(["after", "other"]);
    for (const event of sent) expect(event).toMatchObject({ client_id: after, session_start: "first" });
    expect(deaf.destroy).toHaveBeenCalledOnce();
  });

  test("a tab that heard nothing of a refusal while it was asking destroys what it held", async () => {
    const { openTab } = createVisitor();
    const deaf = openTab({}, ["default"], false);
    const other = openTab();
    deaf.tracker.track("search", { query: "held" });
    other.consent.set("denied");
    other.consent.set("granted");
    deaf.tracker.track("search", { query: "after" });
    await deaf.platform.advance(60_000);
    expect(marks(deaf.platform)).toEqual(["after"]);
  });

  test("an answer that comes after a refusal leaves no key", async () => {
    const { openTab, keys } = createVisitor();
    const deaf = openTab({}, ["default"], false);
    deaf.consent.set("granted");
    deaf.platform.answerWith("hang");
    deaf.tracker.track("page_view");
    await deaf.platform.advance(1_000);
    expect(deaf.platform.requests).toHaveLength(1);
    openTab().consent.set("denied");
    await deaf.platform.advance(60_000);
    expect(keys()).toEqual(["clickstream:consent"]);
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
  [{ initial: "yes" }, 'the option `initial` of createConsent() must be pending or granted or denied; got "yes"'],
  [
    { globalPrivacyControl: true },
    'the option `globalPrivacyControl` of createConsent() must be record or deny or ignore; got "true"',
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
