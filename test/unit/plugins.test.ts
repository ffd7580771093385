/** What a plugin may do, and that it can harm neither the page nor delivery. */
import { describe, expect, test, vi } from "vitest";
import { createConsent } from "../../src/consent.ts";
import type { Plugin, PluginHost } from "../../src/plugin.ts";
import { createTracker } from "../../src/create-tracker.ts";
import { writeDecision } from "../../src/decision.ts";
import type { Consent, TrackerOptions } from "../../src/options.ts";
import { createTestPlatform, ENDPOINT } from "../support/test-platform.ts";

const track = async (plugins: readonly Plugin[], options: TrackerOptions = {}) => {
  const platform = createTestPlatform();
  const tracker = createTracker<Record<string, object>>({ endpoint: ENDPOINT, plugins, ...options }, platform);
  tracker.track("page_view");
  await tracker.flush();
  return { platform, tracker };
};

/** Consent that a page alone keeps. */
const createPageConsent = (): Consent => {
  let text: string | undefined;
  return createConsent(undefined, {
    read: () => text,
    write: (state) => void (text = writeDecision(state, text, 1)),
    onChange() {},
    erase() {},
    hasPrivacySignal: false,
  });
};

const boom = (): never => {
  throw new Error("boom");
};

describe("setup", () => {
  test("is called once for a tracker that is created twice, as StrictMode does, and undone once", async () => {
    const undo = vi.fn();
    const setup = vi.fn(() => undo);
    const { platform, tracker } = await track([{ name: "counted", setup }]);
    createTracker({ endpoint: ENDPOINT, plugins: [{ name: "counted", setup }] }, platform);
    expect(setup).toHaveBeenCalledTimes(1);
    expect(undo).not.toHaveBeenCalled();
    tracker.close();
    expect(undo).toHaveBeenCalledTimes(1);
  });

  test("may track at once and from its undo", async () => {
    const plugin: Plugin = {
      name: "talks",
      setup(host) {
        host.track("begun", { n: 1 });
        return () => host.track("ended");
      },
    };
    const { platform, tracker } = await track([plugin]);
    tracker.close();
    expect(platform.sent().map(({ event_name }) => event_name)).toEqual(["begun", "page_view", "ended"]);
  });

  test("keeps its exceptions to itself, and so does its undo", async () => {
    const { platform, tracker } = await track([
      { name: "a", setup: boom },
      { name: "b", setup: () => boom },
      {
        name: "c",
        setup(host) {
          host.track("alive");
        },
      },
    ]);
    expect(() => {
      tracker.close();
    }).not.toThrow();
    expect(platform.sent().map(({ event_name }) => event_name)).toEqual(["alive", "page_view"]);
  });

  test("takes in production whatever stands in the option", async () => {
    for (const plugins of ["nothing", {}, 5, [null, 7, "x"]]) {
      const { platform } = await track(plugins as unknown as Plugin[]);
      expect(platform.sent()).toHaveLength(1);
    }
  });
});

describe("processEvent", () => {
  test("changes an event in the order of the list", async () => {
    const add = (name: string): Plugin => ({
      name,
      processEvent(event) {
        event["seen_by"] = `${String(event["seen_by"] ?? "")}${name}`;
      },
    });
    const { platform } = await track([add("a"), add("b")]);
    expect(platform.sent()[0]).toMatchObject({ seen_by: "ab" });
  });

  test("drops an event, counts it as filtered and asks no plugin after", async () => {
    const later = vi.fn();
    const onDrop = vi.fn();
    const plugins = [
      { name: "drops", processEvent: () => false },
      { name: "later", processEvent: later },
    ];
    const { platform, tracker } = await track(plugins, { onDrop });
    expect(platform.sent()).toHaveLength(0);
    expect(tracker.stats()).toEqual({ tracked: 1, waiting: 0, dropped: { filtered: 1 } });
    expect(onDrop).toHaveBeenCalledWith({ reason: "filtered", code: undefined });
    expect(later).not.toHaveBeenCalled();
  });

  test.each([0, null, undefined, "", NaN])("keeps an event for which it returns %s", async (answer) => {
    const { platform } = await track([{ name: "mute", processEvent: () => answer }]);
    expect(platform.sent()).toHaveLength(1);
  });

  test("cannot make two events one, nor hide a gap", async () => {
    const copycat: Plugin = {
      name: "copycat",
      processEvent(event) {
        Object.assign(event, { event_id: "same", page_load_id: "same", event_seq: 1 });
      },
    };
    const { platform, tracker } = await track([copycat]);
    tracker.track("page_view");
    await tracker.flush();
    const ids = platform.sent().map(({ event_id, page_load_id, event_seq }) => [event_id, page_load_id, event_seq]);
    expect(ids.map(([, , seq]) => seq)).toEqual([1, 2]);
    expect(ids.flat()).not.toContain("same");
  });

  test("costs no event by an exception, or by what JSON can't hold", async () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const { platform, tracker } = await track([
      { name: "throws", processEvent: boom },
      {
        name: "strange",
        processEvent(event) {
          Object.assign(event, { cycle, big: 1n, at: new Date(0), run: boom });
        },
      },
    ]);
    expect(platform.sent()[0]).toMatchObject({
      cycle: { self: "[Circular]" },
      big: "1",
      at: "1970-01-01T00:00:00.000Z",
    });
    expect(tracker.stats().dropped).toEqual({});
  });

  test("is held to the limit of an event", async () => {
    const { tracker } = await track([
      { name: "fills", processEvent: (event) => void Object.assign(event, { fill: "x".repeat(40_000) }) },
    ]);
    expect(tracker.stats().dropped).toEqual({ too_large: 1 });
  });
});

describe("setContext", () => {
  const withHost = async (use: (host: PluginHost) => void, options?: TrackerOptions) =>
    track([{ name: "context", setup: use }], options);

  test("sets fields of every following event, beside those of other plugins, until they are undefined", async () => {
    let host: PluginHost | undefined;
    const { platform, tracker } = await withHost((given) => {
      host = given;
      given.setContext({ one: 1, two: 2 });
    });
    host?.setContext({ two: undefined, three: 3 });
    tracker.track("page_view");
    await tracker.flush();
    expect(platform.sent()[0]).toMatchObject({ one: 1, two: 2 });
    expect(platform.sent()[1]).toMatchObject({ one: 1, three: 3 });
    expect(platform.sent()[1]).not.toHaveProperty("two");
  });

  test("replaces no field that the tracker fills", async () => {
    const { platform } = await withHost((host) => {
      host.setContext({ event_id: "x", client_id: "x", page_url: "x", event_seq: 9, properties: "x" });
    });
    const [event] = platform.sent();
    expect(Object.values(event ?? {})).not.toContain("x");
    expect(event?.event_seq).toBe(1);
  });

  test("gives an event that is held the fields of its own moment", async () => {
    const platform = createTestPlatform();
    const consent = createPageConsent();
    let host: PluginHost | undefined;
    const plugin: Plugin = { name: "view", setup: (given) => void (host = given) };
    const tracker = createTracker<Record<string, object>>({ endpoint: ENDPOINT, consent, plugins: [plugin] }, platform);
    for (const view of [1, 2]) {
      host?.setContext({ view });
      host?.track("page_view");
    }
    consent.set("granted");
    await tracker.flush();
    expect(platform.sent()).toMatchObject([{ view: 1 }, { view: 2 }]);
  });

  test("keeps nothing of a plugin after a refusal", async () => {
    const platform = createTestPlatform();
    const consent = createPageConsent();
    const plugin: Plugin = {
      name: "eager",
      setup(host) {
        host.track("page_view");
      },
    };
    const tracker = createTracker({ endpoint: ENDPOINT, consent, plugins: [plugin] }, platform);
    consent.set("denied");
    await tracker.flush();
    expect(platform.sent()).toHaveLength(0);
  });
});
