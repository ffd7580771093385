/** Proves that events are sent in batches, in outages too, and what each answer of the endpoint does. */
import { describe, expect, test, vi } from "vitest";
import { createTracker } from "../../../src/index.ts";
import { spyConsole } from "../spy-console.ts";
import { acknowledge, answered, createTestPlatform, ENDPOINT, memoryStore } from "../../support/test-platform.ts";
import { openPage } from "./open-page.ts";

const distinct = (platform: ReturnType<typeof createTestPlatform>): number =>
  new Set(platform.sent().map(({ event_id }) => event_id)).size;

describe("a batch", () => {
  test("is sent one second after its first event", async () => {
    const { platform, trackMany } = openPage();
    trackMany(1);
    await platform.advance(999);
    expect(platform.requests).toHaveLength(0);

    trackMany(1);
    await platform.advance(1);
    expect(platform.batches().map(({ events }) => events.length)).toEqual([2]);
  });

  test("is sent at once when it holds 25 events", async () => {
    const { platform, trackMany } = openPage();
    trackMany(26);
    await platform.advance(0);
    expect(platform.batches().map(({ events }) => events.length)).toEqual([25]);
  });

  test("holds at most 16 KiB of events, counted in UTF-8", async () => {
    const { platform, tracker } = openPage();
    for (let index = 0; index < 10; index++) tracker.track("search", { query: "ä".repeat(2_000) });
    await platform.advance(1_000);

    const sizes = platform.batches().map(({ events }) => Buffer.byteLength(JSON.stringify(events)));
    expect(distinct(platform)).toBe(10);
    expect(Math.max(...sizes)).toBeLessThan(16_384 + 100);
    // Of some 4.6 KB each, three fit.
    expect(platform.batches().map(({ events }) => events.length)).toEqual([3, 3, 3, 1]);
  });

  test("is sent after the one before it was answered", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith("hang");
    trackMany(100);
    await platform.advance(5_000);
    expect(platform.requests).toHaveLength(1);
  });

  test.each([
    [{}, true],
    [{ compress: false }, false],
  ])("may be sent as gzip unless the site wants it plain: %j", async (options, compress) => {
    const { platform, trackMany } = openPage(options);
    trackMany(1);
    await platform.advance(1_000);
    expect(platform.requests.map((request) => request.compress)).toEqual([compress]);
  });

  test.each([[{}, "omit"] as const, [{ credentials: "include" } as const, "include"] as const])(
    "is sent without cookies, unless the site wants them: %o",
    async (options, credentials) => {
      const { platform, trackMany } = openPage(options);
      trackMany(1);
      await platform.emit("hidden");
      trackMany(1);
      await platform.advance(1_000);
      expect(platform.requests.map((request) => request.credentials)).toEqual([credentials, credentials]);
    },
  );

  test("keeps its id and its bytes of events when it is sent again", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith({ status: 0 });
    trackMany(3);
    await platform.advance(10_000);

    const [first, second] = platform.batches();
    expect(first?.events.map(({ event_seq }) => event_seq)).toEqual([1, 2, 3]);
    expect(second?.batch_id).toBe(first?.batch_id);
    expect(second?.sent_at).not.toBe(first?.sent_at);
    const [one, other] = platform.requests.map(({ body }) => body.slice(body.indexOf('"events":')));
    expect(other).toBe(one);
  });
});

describe("an outage", () => {
  test.each([
    ["no network", { status: 0 } as const],
    ["429", answered(429)],
    ["500", answered(500)],
    ["503 without a body of ours", answered(503, "<html>")],
    ["504", answered(504)],
  ])("of %s loses nothing, however many tries it takes", async (_name, outcome) => {
    const { platform, trackMany } = openPage();
    platform.answerWith(...Array.from({ length: 40 }, () => outcome));
    trackMany(60);
    await platform.advance(6 * 3_600_000);

    const acknowledged = platform
      .batches()
      .slice(40)
      .flatMap(({ events }) => events);
    expect(new Set(acknowledged.map(({ event_id }) => event_id)).size).toBe(60);
    expect(acknowledged).toHaveLength(60);
  });

  test.each([
    [0.999, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]],
    [0.25, [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 75, 75, 75]],
  ])("is met with full jitter from 1 s, doubled up to 5 min, with the random number %d", async (random, expected) => {
    const { platform, trackMany } = openPage({}, { random });
    const times: number[] = [];
    const send = platform.send.bind(platform);
    platform.send = (request) => {
      times.push(platform.now());
      return send(request);
    };
    platform.answerWith(...Array.from({ length: 12 }, () => answered(503)));
    trackMany(1);
    await platform.advance(3_600_000);

    const waits = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1_000);
    expect(waits).toHaveLength(expected.length);
    for (const [index, wait] of waits.entries()) expect(wait / (expected[index] ?? 0)).toBeCloseTo(1, 2);
  });

  test("ends with an early try that works: what is tracked next waits no longer than ever", async () => {
    const { platform, trackMany } = openPage({}, { random: 0.999 });
    platform.answerWith(...Array.from({ length: 8 }, () => answered(503)));
    trackMany(1);
    await platform.advance(150_000);
    expect(platform.requests).toHaveLength(8);
    await platform.emit("online");
    trackMany(1);
    await platform.advance(5_000);
    expect(platform.sent()).toHaveLength(10);
  });

  test("holds new events back too: no request for each full batch", async () => {
    const { platform, trackMany } = openPage({}, { random: 0.999 });
    platform.answerWith(...Array.from({ length: 3 }, () => answered(503)));
    trackMany(25);
    await platform.advance(500);
    trackMany(250);
    await platform.advance(400);
    expect(platform.requests).toHaveLength(1);
  });

  test("is waited for as long as Retry-After says, through flush() and every lifecycle event", async () => {
    const { platform, tracker, trackMany } = openPage();
    platform.answerWith(answered(429, "", "120"));
    trackMany(1);
    await platform.advance(1_000);
    await platform.emit("visible");
    await tracker.flush();
    await platform.emit("hidden");
    await platform.advance(119_000);
    expect(platform.requests).toHaveLength(1);

    await platform.advance(1_000);
    expect(platform.requests).toHaveLength(2);
  });

  test("is waited for as long as the body says, since a page may not read the header", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith(answered(503, { ok: false, retry_after_ms: 60_000 }));
    trackMany(1);
    await platform.advance(60_999);
    expect(platform.requests).toHaveLength(1);
    await platform.advance(1);
    expect(platform.requests).toHaveLength(2);
  });

  test("ends at once when the network or the visitor is back", async () => {
    const { platform, trackMany } = openPage({}, { random: 0.999 });
    platform.answerWith(...Array.from({ length: 8 }, () => answered(503)));
    trackMany(1);
    await platform.advance(130_000);
    const before = platform.requests.length;
    await platform.emit("visible");
    expect(platform.requests).toHaveLength(before + 1);
  });

  test.each([
    ["network", { status: 0 } as const],
    ["server", answered(503)],
  ])("of the %s, or whoever blocks requests, says nothing on the console", async (_what, outcome) => {
    const { all } = spyConsole();
    const { platform, trackMany } = openPage();
    platform.answerWith(...Array.from({ length: 99 }, () => outcome));
    trackMany(1);
    await platform.advance(3_600_000);
    expect(all()).toEqual([]);
  });

  test.each([
    ["the server is well", 0],
    ["the server is out", 12],
  ])("of a computer that sleeps ends with one request, however much wakes up with it, when %s", async (_, failures) => {
    const { platform, trackMany } = openPage({}, { random: 0.999 });
    platform.answerWith(...Array.from({ length: failures }, () => answered(503)));
    trackMany(1);
    await platform.advance(600_000);
    const before = platform.requests.length;
    trackMany(1);
    platform.setClock(platform.now() + 8 * 3_600_000);
    await Promise.all([platform.emit("visible"), platform.emit("visible"), platform.emit("visible")]);
    expect(platform.requests).toHaveLength(before + 1);
  });

  test("of a hung server ends after the timeout", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith("hang");
    trackMany(1);
    await platform.advance(1_000);
    expect(platform.requests.map(({ requestTimeoutMs }) => requestTimeoutMs)).toEqual([10_000]);
    await platform.advance(9_999);
    expect(platform.requests).toHaveLength(1);
    await platform.advance(1_001);
    expect(platform.requests).toHaveLength(2);
  });

  test("counts tries that fail side by side as one, in all pages together", async () => {
    const local = memoryStore();
    const pages = Array.from({ length: 8 }, () => openPage({}, { local, random: 0.999 }));
    for (const { platform, trackMany } of pages) {
      platform.answerWith("hang");
      trackMany(1);
      await platform.advance(1_000);
    }
    for (const { platform } of pages) await platform.advance(10_000);
    expect(local.read("clickstream:default:1:retry")).toMatch(/^1 /);
  });

  test("does not grow with requests that the page's end cuts off, or that find no room", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith(...Array.from({ length: 99 }, () => ({ status: 0 }) as const));
    for (let turn = 0; turn < 9; turn++) {
      trackMany(1);
      await platform.emit("hidden");
    }
    expect(platform.local.read("clickstream:default:1:retry")).toBeUndefined();
  });

  test("of an hour leaves storage and timers as they were after its first minutes", async () => {
    const { platform, trackMany } = openPage({}, { random: 0.999 });
    platform.answerWith(...Array.from({ length: 500 }, () => answered(503)));
    const sizes: { readonly chars: number; readonly keys: number; readonly timers: number }[] = [];
    for (let second = 0; second < 3_600; second++) {
      trackMany(4);
      await platform.advance(1_000);
      if (second % 600 !== 599) continue;
      const keys = platform.local.keys("");
      const chars = keys.reduce((sum, key) => sum + key.length + (platform.local.read(key) ?? "").length, 0);
      sizes.push({ chars, keys: keys.length, timers: platform.timers() });
    }
    const [first] = sizes;
    for (const { chars, keys, timers } of sizes) {
      expect(chars).toBeLessThan(1_100_000);
      expect(Math.abs(chars - (first?.chars ?? 0))).toBeLessThan(50_000);
      expect(keys).toBeLessThan(2_030);
      expect(timers).toBe(1);
    }
    expect(platform.requests.length).toBeLessThan(60);
  }, 60_000);

  test("keeps 2,000 events and 1 MiB at most: the oldest are dropped and counted", async () => {
    const onDrop = vi.fn();
    const { platform, trackMany } = openPage({ onDrop });
    platform.answerWith(answered(503, "", "3600"));
    trackMany(1_500);
    await platform.advance(60_000);
    trackMany(600);
    await platform.advance(3_700_000);

    const kept = platform
      .batches()
      .slice(1)
      .flatMap(({ events }) => events);
    const { overflow = 0 } = platform.batches().at(-1)?.stream.dropped ?? {};
    expect(kept.map(({ event_seq }) => event_seq)).toEqual(
      Array.from({ length: 2_100 - overflow }, (_, index) => index + overflow + 1),
    );
    expect(kept.length).toBeGreaterThan(1_700);
    expect(JSON.stringify(kept).length).toBeLessThan(1_048_576);
    expect(onDrop).toHaveBeenCalledTimes(overflow);
  });

  test("keeps 2,000 events, however short they are", async () => {
    const platform = createTestPlatform();
    platform.page = () => ({ page_url: "", page_path: "", page_title: "", page_referrer: "" });
    const tracker = createTracker({ endpoint: ENDPOINT }, platform);
    platform.answerWith(answered(503, "", "3600"));
    for (let index = 0; index < 2_200; index++) {
      tracker.track("logout");
      await platform.advance(25);
    }
    const { waiting, dropped } = tracker.stats();
    // And the batch that is growing, which is not looked at yet.
    expect(waiting).toBeGreaterThanOrEqual(2_000);
    expect(waiting).toBeLessThanOrEqual(2_025);
    expect(waiting + (dropped["overflow"] ?? 0)).toBe(2_200);
  });

  test("of three days expires what it failed to deliver, counted", async () => {
    const onDrop = vi.fn();
    const { platform, trackMany } = openPage({ onDrop }, { random: 0.999 });
    platform.answerWith(...Array.from({ length: 2_000 }, () => answered(503)));
    trackMany(3);
    await platform.advance(3 * 86_400_000);
    expect(onDrop).not.toHaveBeenCalled();
    // The longest backoff later there was a try.
    await platform.advance(300_000);
    expect(onDrop.mock.calls).toEqual(Array(3).fill([{ reason: "expired" }]));
    expect(platform.local.keys("clickstream:default:1:queue:")).toEqual([]);
  });
});

describe("an answer", () => {
  test("that names rejected events drops those alone, counted and passed to onDrop", async () => {
    const onDrop = vi.fn();
    const { platform, trackMany } = openPage({ onDrop });
    const send = platform.send.bind(platform);
    platform.send = async (request) => {
      await send(request);
      const batch = platform.batches().at(-1);
      if (batch === undefined) throw new Error("no batch");
      return acknowledge(batch, { rejected: [{ event_id: batch.events[1]?.event_id ?? "", code: "event_too_large" }] });
    };
    trackMany(3);
    await platform.advance(60_000);
    trackMany(1);
    await platform.advance(1_000);

    expect(onDrop.mock.calls).toEqual([[{ reason: "rejected", code: "event_too_large" }]]);
    expect(platform.batches().map(({ events }) => events.length)).toEqual([3, 1]);
    expect(platform.batches()[1]?.stream.dropped).toEqual({ rejected: 1 });
  });

  test("that asks for some events again gets those alone", async () => {
    const { platform, trackMany } = openPage();
    const send = platform.send.bind(platform);
    platform.send = async (request) => {
      const outcome = await send(request);
      const batch = platform.batches().at(-1);
      if (batch === undefined || platform.requests.length > 1) return outcome;
      return acknowledge(batch, { retry: batch.events.slice(2).map(({ event_id }) => event_id) });
    };
    trackMany(4);
    await platform.advance(60_000);

    const [first, second] = platform.batches();
    expect(second?.events).toEqual(first?.events.slice(2));
    expect(platform.requests).toHaveLength(2);
  });

  test("for another batch acknowledges nothing", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith(answered(200, { ok: true, batch_id: "somebody_elses" }));
    trackMany(1);
    await platform.advance(60_000);
    expect(platform.requests).toHaveLength(2);
  });

  test("of 2xx that is not ours acknowledges nothing, unless the site says that it does", async () => {
    for (const [acknowledge, requests] of [
      ["answer", 2],
      ["status", 1],
    ] as const) {
      const { platform, trackMany } = openPage({ acknowledge });
      platform.answerWith(answered(204));
      trackMany(2);
      await platform.advance(600_000);
      expect([acknowledge, platform.requests.length]).toEqual([acknowledge, requests]);
    }
  });

  test.each([
    ["a cached page", answered(200, "<!doctype html>")],
    ["an answer that cannot be read", answered(200)],
    ["a refusal without a reason", answered(400)],
  ])("to one batch alone, %s, does not hold up those behind it", async (_what, outcome) => {
    const { platform, trackMany } = openPage();
    const send = platform.send.bind(platform);
    platform.send = async (request) => {
      const answer = await send(request);
      return request.body.includes('"event_seq":1,') ? outcome : answer;
    };
    trackMany(1);
    await platform.advance(1_000);
    trackMany(3);
    await platform.advance(30_000);
    const delivered = platform.batches().filter(({ events }) => events[0]?.event_seq !== 1);
    expect(delivered.flatMap(({ events }) => events.map(({ event_seq }) => event_seq))).toEqual([2, 3, 4]);
  });

  test.each([400, 413])("of %i to everything costs no event, and few requests", async (status) => {
    const onDrop = vi.fn();
    const { platform, trackMany } = openPage({ onDrop }, { random: 0.999 });
    platform.answerWith(...Array.from({ length: 400 }, () => answered(status)));
    trackMany(60);
    await platform.advance(3_600_000);
    expect(onDrop).not.toHaveBeenCalled();
    expect(platform.requests.length).toBeLessThan(150);
  });

  test("of 400 to everything after it has worked costs one event at most", async () => {
    const onDrop = vi.fn();
    const { platform, tracker, trackMany } = openPage({ onDrop });
    trackMany(1);
    await platform.advance(1_000);
    platform.answerWith(...Array.from({ length: 400 }, () => answered(400)));
    trackMany(60);
    await platform.advance(3_600_000);
    expect(onDrop.mock.calls).toEqual([[{ reason: "rejected" }]]);
    expect(tracker.stats().waiting).toBe(59);
  });

  test.each([400, 413, 422])("of %i halves the batch down to the one bad event", async (status) => {
    const onDrop = vi.fn();
    const { platform, trackMany } = openPage({ onDrop });
    const send = platform.send.bind(platform);
    platform.send = async (request) => {
      const outcome = await send(request);
      return request.body.includes('"q13"') ? answered(status, "no") : outcome;
    };
    trackMany(25);
    await platform.advance(60_000);

    const good = platform.batches().filter(({ events }) => !JSON.stringify(events).includes('"q13"'));
    expect(new Set(good.flatMap(({ events }) => events.map(({ event_seq }) => event_seq))).size).toBe(24);
    expect(onDrop).toHaveBeenCalledExactlyOnceWith({ reason: "rejected" });
    expect(platform.requests.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(25)) + 1);
  });

  test.each([401, 403, 404, 405, 410, 501])(
    "of %i keeps everything, asks rarely and says nothing to visitors",
    async (status) => {
      const { all } = spyConsole();
      const { platform, trackMany } = openPage();
      platform.answerWith(...Array.from({ length: 24 }, () => answered(status)));
      trackMany(30);
      await platform.advance(2 * 3_600_000 - 1_000);
      expect(platform.requests).toHaveLength(24);
      await platform.advance(61_000);

      expect(all()).toEqual([]);
      expect(
        platform
          .batches()
          .slice(24)
          .flatMap(({ events }) => events),
      ).toHaveLength(30);
    },
  );
});

test("a toJSON that a script put on lists and dates changes no batch", async () => {
  const { platform, tracker, trackMany } = openPage();
  const earlier = { page_load_id: "earlier", counted_by: "earlier", last_seq: 1, dropped: { invalid: 1 } };
  platform.local.write(`clickstream:default:1:stream:${JSON.stringify(earlier)}`, "1");
  const prototypes: readonly { toJSON?: unknown }[] = [Array.prototype as object, Date.prototype];
  const originals = prototypes.map(({ toJSON }) => toJSON);
  for (const prototype of prototypes) prototype.toJSON = () => "hijacked";
  try {
    trackMany(1);
    await tracker.flush();
  } finally {
    prototypes.forEach((prototype, index) => (prototype.toJSON = originals[index]));
    delete (Array.prototype as { toJSON?: unknown }).toJSON;
  }
  const [batch] = platform.batches();
  expect(batch?.stream.previous).toEqual([earlier]);
  expect(batch?.sent_at).toBe(new Date(platform.now()).toISOString());
});

describe("a page that is left", () => {
  test("sends the waiting events in requests that outlive it", async () => {
    const { platform, trackMany } = openPage();
    trackMany(3);
    await platform.emit("hidden");
    expect(platform.requests.map(({ keepalive }) => keepalive)).toEqual([true]);
    expect(platform.sent()).toHaveLength(3);
  });

  test("does not send twice for visibilitychange and pagehide", async () => {
    const { platform, trackMany } = openPage();
    trackMany(3);
    platform.answerWith("hang");
    await platform.emit("hidden");
    await platform.emit("hidden");
    expect(platform.requests).toHaveLength(1);
  });

  test("sends again what is in flight, since a plain request dies with the page", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith("hang");
    trackMany(3);
    await platform.advance(1_000);
    await platform.emit("hidden");

    const [first, second] = platform.batches();
    expect(second?.batch_id).toBe(first?.batch_id);
    await platform.advance(60_000);
    expect(platform.requests).toHaveLength(2);
  });

  test.each(["x", "チ"])("sends up to 48 KiB of UTF-8, and the rest when it comes back: %s", async (char) => {
    const { platform, tracker } = openPage();
    platform.answerWith("hang");
    for (let index = 0; index < 80; index++) tracker.track("search", { query: char.repeat(1_500) });
    await platform.emit("hidden");

    const leaving = platform.requests.filter((request) => request.keepalive);
    const bytes = leaving.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    const bytesOfNext = Buffer.byteLength(leaving[0]?.body ?? "");
    expect(bytes).toBeLessThanOrEqual(49_152);
    expect(bytes + bytesOfNext).toBeGreaterThan(49_152);
    await platform.emit("visible");
    await platform.advance(60_000);
    expect(distinct(platform)).toBe(80);
  });

  test("obeys a Retry-After that comes after it was left", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith(answered(429, "", "60"));
    trackMany(1);
    await platform.emit("hidden");
    await platform.advance(59_000);
    expect(platform.requests).toHaveLength(1);
    await platform.advance(2_000);
    expect(platform.requests).toHaveLength(2);
  });

  test("keeps an event that a beacon took, since there was no answer", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith({ status: 0 });
    trackMany(1);
    await platform.emit("hidden");
    await platform.advance(10_000);
    expect(platform.requests).toHaveLength(2);
    expect(distinct(platform)).toBe(1);
  });
});

describe("flush()", () => {
  test("resolves when everything tracked before it is acknowledged", async () => {
    const { platform, tracker, trackMany } = openPage();
    trackMany(60);
    await tracker.flush();
    expect(platform.sent()).toHaveLength(60);
  });

  test("resolves, too, when a try has failed", async () => {
    const { platform, tracker, trackMany } = openPage();
    platform.answerWith(answered(503));
    trackMany(1);
    await expect(tracker.flush()).resolves.toBeUndefined();
    expect(platform.requests).toHaveLength(1);
  });
});
