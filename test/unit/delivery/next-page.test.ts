/** Proves that events which a page left behind are sent by the visitor's next page. */
import { describe, expect, test, vi } from "vitest";
import type { TrackerOptions } from "../../../src/index.ts";
import { createStore } from "../../../src/platform/storage.ts";
import type { Store } from "../../../src/platform/platform.ts";
import { answered, memoryStore, START_MS, type TestPlatform } from "../../support/test-platform.ts";
import { openPage } from "./open-page.ts";

/** A browser: what its tabs share, and the pages that it opens. */
function createVisitor(local: Store = memoryStore()) {
  return {
    local,
    open: (options: TrackerOptions = {}, session = memoryStore()) => openPage(options, { local, session }),
  };
}

const queued = (store: Store): readonly string[] => store.keys("clickstream:default:1:queue:");
const seqs = ({ sent }: TestPlatform): readonly number[] => sent().map(({ event_seq }) => event_seq);

/** As browsers do when a page dies: no more timers, no more answers. */
const die = (platform: TestPlatform): void => {
  platform.send = () => new Promise(() => undefined);
};

describe("an event", () => {
  test("is kept when the task of track() ends", async () => {
    const { local, open } = createVisitor();
    open().trackMany(1);
    await Promise.resolve();
    expect(queued(local)).toHaveLength(1);
  });

  test("is forgotten when it is acknowledged, and not before", async () => {
    const { local, open } = createVisitor();
    const { platform, trackMany } = open();
    platform.answerWith(answered(503));
    trackMany(1);
    await platform.advance(1_000);
    expect(queued(local)).toHaveLength(1);
    await platform.advance(10_000);
    expect(queued(local)).toEqual([]);
  });
});

describe("the next page", () => {
  test("sends orphaned events as soon as a page that lives would have had its answer", async () => {
    const { local, open } = createVisitor();
    const first = open();
    die(first.platform);
    first.trackMany(30);
    await first.platform.advance(500);

    const { platform } = open();
    await platform.advance(10_500);
    expect(platform.requests).toHaveLength(0);
    await platform.advance(1_500);
    expect(seqs(platform)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(queued(local)).toEqual([]);
  });

  test("sends at once what is dated by a clock that was ahead and set back since", async () => {
    const { open } = createVisitor();
    const first = open();
    die(first.platform);
    first.platform.setClock(START_MS + 20 * 3_600_000);
    first.trackMany(1);
    await first.platform.advance(0);

    const { platform } = open();
    await platform.advance(1_000);
    expect(seqs(platform)).toEqual([1]);
  });

  test("keeps the stream of the page that tracked, and the id of its batch", async () => {
    const { open } = createVisitor();
    const first = open();
    first.platform.answerWith("hang");
    first.trackMany(1);
    await first.platform.advance(1_000);
    die(first.platform);

    const second = open();
    await second.platform.advance(11_000);
    const [before] = first.platform.batches();
    const [after] = second.platform.batches();
    expect(after?.batch_id).toBe(before?.batch_id);
    expect(after?.events).toEqual(before?.events);
    expect(after?.stream.page_load_id).not.toBe(after?.events[0]?.page_load_id);
  });

  test("sends what it tracks itself in between, so that flush() need not wait for a later try", async () => {
    const { open } = createVisitor();
    const first = open();
    die(first.platform);
    first.trackMany(60);
    await first.platform.advance(0);

    const { platform, tracker, trackMany } = open();
    const send = platform.send.bind(platform);
    const isAnswered = Promise.withResolvers<undefined>();
    platform.send = (request) => isAnswered.promise.then(() => send(request));
    await platform.advance(12_000);
    trackMany(1);
    const flushed = tracker.flush();
    isAnswered.resolve(undefined);
    await flushed;
    expect(tracker.stats().waiting).toBe(0);
    expect(seqs(platform)).toHaveLength(61);
  });

  test("waits as long as the endpoint asked the last one to", async () => {
    const { open } = createVisitor();
    const first = open();
    first.platform.answerWith(answered(429, "", "60"));
    first.trackMany(1);
    await first.platform.advance(1_000);
    die(first.platform);

    const { platform } = open();
    await platform.advance(59_000);
    expect(platform.requests).toHaveLength(0);
    await platform.advance(2_000);
    expect(platform.requests).toHaveLength(1);
  });

  test("does not wait for what only a clock that was set back can have said", async () => {
    const local = memoryStore({ "clickstream:default:1:retry": `3 ${START_MS + 3_600_000} 300000 1` });
    const { platform, trackMany } = createVisitor(local).open();
    trackMany(1);
    await platform.advance(1_000);
    expect(platform.requests).toHaveLength(1);
  });

  test("tries at once what an outage had made the last one wait for", async () => {
    const { open } = createVisitor();
    const first = open();
    first.platform.answerWith(...Array.from({ length: 20 }, () => answered(503)));
    first.trackMany(1);
    await first.platform.advance(120_000);
    die(first.platform);

    const { platform, trackMany } = open();
    platform.answerWith(answered(503));
    trackMany(1);
    await platform.advance(1_000);
    expect(platform.requests).toHaveLength(1);
    // And then goes on to wait as long as before.
    await platform.advance(20_000);
    expect(platform.requests).toHaveLength(1);
  });

  test("reports what the last one dropped, once", async () => {
    const { open } = createVisitor();
    const first = open();
    (first.tracker.track as (name: string) => void)("Wrong Name");
    await first.platform.advance(0);
    die(first.platform);

    const { platform, trackMany } = open();
    trackMany(1);
    await platform.advance(1_000);
    trackMany(1);
    await platform.advance(1_000);
    const [one, other] = platform.batches();
    const page_load_id = expect.any(String) as string;
    expect(one?.stream.previous).toEqual([
      { page_load_id, counted_by: page_load_id, last_seq: 1, dropped: { invalid: 1 } },
    ]);
    expect(other?.stream.previous).toEqual([]);
  });

  test("counts what it drops in the stream of the page that tracked it", async () => {
    const { open } = createVisitor();
    const first = open();
    die(first.platform);
    first.trackMany(1);
    await first.platform.advance(0);

    const { platform, trackMany } = open();
    trackMany(1);
    await platform.advance(1_000);
    platform.answerWith(answered(413));
    await platform.advance(12_000);
    trackMany(1);
    await platform.advance(1_000);
    expect(platform.batches().at(-1)?.stream).toMatchObject({
      dropped: {},
      previous: [{ last_seq: 1, dropped: { rejected: 1 } }],
    });
  });
});

describe("two pages", () => {
  /** Opens two pages, of which `one` is sending what an earlier page has left. */
  const openWithClaim = async () => {
    const { open } = createVisitor();
    const first = open();
    die(first.platform);
    first.trackMany(60);
    await first.platform.advance(20_000);

    const [one, other] = [open(), open()];
    for (const { platform } of [one, other]) platform.setClock(first.platform.now());
    one.platform.answerWith("hang");
    await one.platform.advance(1_000);
    await other.platform.advance(1_000);
    return { one, other };
  };

  test("that drop events of one that is gone are both counted", async () => {
    const { open } = createVisitor();
    const first = open();
    die(first.platform);
    for (let batch = 0; batch < 2; batch++) {
      first.trackMany(1);
      void first.tracker.flush();
    }
    const second = open();
    second.trackMany(1);
    await second.platform.advance(1_000);
    second.platform.answerWith(answered(413), "hang");
    await second.platform.advance(12_000);
    die(second.platform);

    const { platform, trackMany } = open();
    trackMany(1);
    await platform.advance(1_000);
    platform.answerWith(answered(413));
    await platform.advance(12_000);
    trackMany(1);
    await platform.advance(1_000);
    const page_load_id = platform.batches()[0]?.stream.page_load_id;
    const previous = platform.batches().flatMap(({ stream }) => stream.previous ?? []);
    expect(previous).toHaveLength(2);
    expect(previous).toMatchObject([
      { last_seq: 1, dropped: { rejected: 1 } },
      { counted_by: page_load_id, last_seq: 2, dropped: { rejected: 1 } },
    ]);
    expect(new Set(previous.map((each) => each.page_load_id)).size).toBe(1);
    expect(new Set(previous.map((each) => each.counted_by)).size).toBe(2);
  });

  test("do not lose what one has counted since the other reported it", async () => {
    const { open } = createVisitor();
    const one = open();
    const drop = (): void => (one.tracker.track as (name: string) => void)("Wrong Name");
    const reports = async (): Promise<unknown> => {
      drop();
      await one.platform.advance(0);
      const { platform, trackMany } = open();
      trackMany(1);
      await platform.advance(1_000);
      return platform.batches()[0]?.stream.previous;
    };
    expect(await reports()).toMatchObject([{ last_seq: 1, dropped: { invalid: 1 } }]);
    expect(await reports()).toMatchObject([{ last_seq: 2, dropped: { invalid: 2 } }]);
  });

  test("that have one sessionStorage, as a duplicated tab has a copy, share a session and no stream", async () => {
    const { open } = createVisitor();
    const session = memoryStore();
    const pages = [open({}, session), open({}, session)];
    for (const { platform, trackMany } of pages) {
      trackMany(2);
      await platform.advance(1_000);
      trackMany(1);
      await platform.advance(1_000);
    }
    const events = pages.flatMap(({ platform }) => platform.sent());
    expect(new Set(events.map(({ session_id }) => session_id)).size).toBe(1);
    expect(new Set(events.map(({ page_load_id }) => page_load_id)).size).toBe(2);
    expect(events.map(({ event_seq }) => event_seq)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(6);
  });

  test("leave it to one of them to send what a page that is gone has left", async () => {
    const { one, other } = await openWithClaim();
    expect([one.platform.requests.length, other.platform.requests.length]).toEqual([1, 0]);

    other.trackMany(1);
    await other.platform.emit("hidden");
    expect(other.platform.batches().map(({ events }) => events.length)).toEqual([1]);
  });

  test("go on with their own events while one of them sends what was left", async () => {
    const { other } = await openWithClaim();
    other.trackMany(2);
    await other.platform.advance(1_000);
    expect(other.platform.batches().map(({ events }) => events.length)).toEqual([2]);
  });

  test("do not send a batch again that one of them has delivered", async () => {
    const { open } = createVisitor();
    const one = open();
    const other = open();
    one.platform.answerWith(...Array.from({ length: 3 }, () => ({ status: 0 }) as const));
    one.trackMany(1);
    await one.platform.advance(1_000);
    await other.platform.advance(40_000);
    await one.platform.advance(400_000);

    expect(seqs(other.platform)).toEqual([1]);
    expect(one.platform.requests).toHaveLength(1);
  });

  test("probe for each other while the endpoint fails", async () => {
    const { open } = createVisitor();
    const pages = Array.from({ length: 8 }, () => open());
    for (const { platform, trackMany } of pages) {
      platform.answerWith(...Array.from({ length: 500 }, () => answered(503)));
      trackMany(1);
    }
    for (let second = 0; second < 600; second++) {
      for (const { platform } of pages) await platform.advance(1_000);
    }
    // One page alone makes about a dozen tries in ten minutes.
    expect(pages.reduce((sum, { platform }) => sum + platform.requests.length, 0)).toBeLessThanOrEqual(30);
  });
});

describe("a storage", () => {
  test.each([
    ["null", "null"],
    ["a brace", "{"],
    ["another object", '{"event_id":5}'],
    ["ten megabytes", "x".repeat(10_000_000)],
    ["a polluting event", '{"__proto__":{"polluted":1}}'],
  ])("with %s in place of an event loses that alone, counted", async (_name, content) => {
    const onDrop = vi.fn();
    const { local, open } = createVisitor();
    local.write("clickstream:default:1:queue:0-somebody:1:9", content);
    const { platform, trackMany } = open({ onDrop });
    trackMany(1);
    await platform.advance(1_000);
    trackMany(1);
    await platform.advance(1_000);

    expect(platform.sent()).toHaveLength(2);
    expect(onDrop).toHaveBeenCalledExactlyOnceWith({ reason: "corrupt" });
    expect(queued(local)).toEqual([]);
  });

  test.each(["0-x", "0-::", "0-a b:NaN:-5", "0-a:1:nothing", "", ":1:9", "zzzzzzzz-x:1:2000000"])(
    "with no event under the key %j loses that alone",
    async (key) => {
      const { local, open } = createVisitor();
      local.write(`clickstream:default:1:queue:${key}`, "{");
      const { platform, trackMany } = open();
      trackMany(1);
      await platform.advance(1_000);
      trackMany(1);
      await platform.advance(1_000);

      expect(seqs(platform)).toEqual([1, 2]);
      expect(queued(local)).toEqual([]);
      const [, batch] = platform.batches();
      expect(batch?.stream.previous).toEqual([
        {
          page_load_id: expect.any(String),
          counted_by: batch?.stream.page_load_id,
          last_seq: expect.any(Number),
          dropped: { corrupt: 1 },
        },
      ]);
    },
  );

  test("of another version of the SDK is left to that, whatever is in there", async () => {
    const entries = {
      "clickstream:default:0:queue:0-older:1:9": "{",
      "clickstream:default:2:queue:0-newer:1:9": '{"event_id":"01a20c91-a000-7001-830f-2da36dcffb56"}',
      'clickstream:default:2:stream:{"page_load_id":"newer","last_seq":1,"dropped":{"invalid":1}}': "1",
      "clickstream:default:2:wait": `9 ${START_MS + 3_000_000} 1`,
      "clickstream:default:11:queue:0-other:1:9": "{",
    };
    const { local, open } = createVisitor(memoryStore(entries));
    const { platform, tracker, trackMany } = open();
    platform.answerWith(answered(413));
    trackMany(2_500);
    await platform.advance(60_000);
    tracker.close();

    expect(new Set(platform.sent().map(({ page_load_id }) => page_load_id)).size).toBe(1);
    expect(platform.batches()[0]?.stream.previous).toEqual([]);
    for (const [key, value] of Object.entries(entries)) expect(local.read(key)).toBe(value);
  });

  test("keeps the neighbours of an event that was cut off", async () => {
    const { local, open } = createVisitor();
    const first = open();
    die(first.platform);
    first.trackMany(3);
    const [, second = ""] = queued(local);
    local.write(second, `{"event_id":"cut off`);

    const { platform } = open();
    await platform.advance(12_000);
    expect(seqs(platform)).toEqual([1, 3]);
  });

  test("that throws at its n-th call costs no event, for every n", async () => {
    let n = 0;
    let calls = 0;
    do {
      n++;
      calls = 0;
      const map = new Map<string, string>();
      const storage = (): Storage => {
        if (++calls === n) throw new DOMException("full", "QuotaExceededError");
        return Object.assign(Object.fromEntries(map), {
          getItem: (key: string) => map.get(key) ?? null,
          setItem: (key: string, value: string) => map.set(key, value),
          removeItem: (key: string) => map.delete(key),
        }) as unknown as Storage;
      };
      const { platform, trackMany } = createVisitor(createStore(storage)).open();
      trackMany(3);
      await platform.advance(2_000);
      trackMany(3);
      await platform.advance(60_000);
      expect([n, new Set(seqs(platform)).size]).toEqual([n, 6]);
    } while (calls > n);
    expect(n).toBeGreaterThan(40);
  });

  test("never loses a key of the host's", async () => {
    const { local, open } = createVisitor(memoryStore({ cart: "[1,2]", clickstream_like: "x" }));
    const { platform, trackMany, tracker } = open();
    platform.answerWith(...Array.from({ length: 50 }, () => answered(503)));
    trackMany(2_500);
    await platform.advance(60_000);
    tracker.close();
    expect([local.read("cart"), local.read("clickstream_like")]).toEqual(["[1,2]", "x"]);
  });
});

test("a loop without end is stopped, and each event is stored or counted", async () => {
  const { open } = createVisitor();
  const { platform, tracker, trackMany } = open();
  trackMany(100_000);
  await platform.advance(600_000);

  const { tracked, waiting, dropped } = tracker.stats();
  const total = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  expect(tracked).toBe(100_000);
  expect(waiting).toBe(0);
  expect(dropped["rate_limited"]).toBe(98_000);
  expect(new Set(seqs(platform)).size + total).toBe(100_000);
});

test("a loop without end stays stopped while the clock is set back, and let go on with the clock after that", async () => {
  const { open } = createVisitor();
  const { platform, tracker, trackMany } = open();
  const passedOf = (count: number): number => {
    const before = tracker.stats();
    trackMany(count);
    const { tracked, dropped } = tracker.stats();
    const stopped = (dropped["rate_limited"] ?? 0) - (before.dropped["rate_limited"] ?? 0);
    return tracked - before.tracked - stopped;
  };
  expect(passedOf(3_000)).toBe(2_000);
  platform.setClock(START_MS - 86_400_000);
  expect(passedOf(1_000)).toBe(0);
  await platform.advance(2_000);
  expect(passedOf(1_000)).toBe(100);
});

test("a page that is prerendered tracks when it is shown", async () => {
  const shown = Promise.withResolvers<undefined>();
  const { platform, tracker } = openPage({}, { activation: shown.promise });
  tracker.track("page_view");
  await platform.advance(60_000);
  expect(tracker.stats().tracked).toBe(0);

  shown.resolve(undefined);
  await platform.advance(1_000);
  expect(seqs(platform)).toEqual([1]);
});
