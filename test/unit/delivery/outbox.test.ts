/** The limits of the waiting events, from both sides: events, characters, bytes of a batch, the age of an orphaned one. */
import { describe, expect, test, vi } from "vitest";
import { createOutbox } from "../../../src/delivery/outbox.ts";
import { memoryStore, START_MS } from "../../support/test-platform.ts";

const HOUR_MS = 3_600_000;

/** The outbox of one page over a store, with a clock that the test sets. */
function open({ store = memoryStore(), pageLoadId = "own", maxBatchEvents = 25, maxBatchBytes = 16_384 } = {}) {
  const clock = { nowMs: START_MS };
  const onDrop = vi.fn();
  const outbox = createOutbox(
    { prefix: "", pageLoadId, maxBatchEvents, maxBatchBytes, flushIntervalMs: 1_000, requestTimeoutMs: 10_000 },
    { store, platform: { now: () => clock.nowMs }, onDrop },
  );
  let seq = 0;
  const append = (json: string): boolean => outbox.append(json, ++seq);
  /** Ends the batch, and the task: what is over a limit is dropped then. */
  const close = async (): Promise<void> => {
    outbox.closeBatch();
    await Promise.resolve();
  };
  const droppedSeqs = (): readonly number[] => onDrop.mock.calls.map(([, , dropped]) => dropped as number);
  const takeAll = (): readonly string[] =>
    [...(outbox.nextBatch("orphaned", Infinity)?.events.values() ?? [])].map(({ json }) => json);
  return { outbox, clock, append, close, onDrop, droppedSeqs, takeAll, store };
}

/** An event of exactly so many characters. */
function eventOf(chars: number, char = "x"): string {
  const empty = JSON.stringify({ event_id: "01a20c91-a000-7001-830f-2da36dcffb56", text: "" });
  return empty.replace('""', `"${char.repeat(chars - empty.length)}"`);
}

describe("an outbox", () => {
  test("keeps 2,000 events, and of one more drops the oldest", async () => {
    const { outbox, append, close, onDrop } = open();
    for (let count = 0; count < 2_000; count++) append(eventOf(100));
    await close();
    expect([outbox.count(), onDrop.mock.calls]).toEqual([2_000, []]);

    append(eventOf(100));
    await close();
    expect([outbox.count(), onDrop.mock.calls]).toEqual([2_000, [["overflow", "own", 1, undefined]]]);
  });

  test.each([
    ["x", 0, []],
    ["x", 1, [1]],
    ["チ", 0, []],
    ["チ", 1, [1]],
  ])(
    "keeps 1 MiB as localStorage counts it, in characters of keys and values: of %s with %i more drops %j",
    async (char, more, dropped) => {
      const { append, close, droppedSeqs, store } = open();
      for (let count = 0; count < 34; count++) append(eventOf(30_000, char));
      const [key = ""] = store.keys("");
      const kept = 34 * (key.length + 30_000);
      append(eventOf(1_048_576 - kept - key.length + more, char));
      await close();
      expect(droppedSeqs()).toEqual(dropped);
    },
  );

  test("believes no key that says its event is longer than the ingest accepts", async () => {
    const store = memoryStore({ "queue:zzzzzzzz-x:1:2000000": "{" });
    const { append, close, onDrop } = open({ store });
    for (let count = 0; count < 10; count++) append(eventOf(30_000));
    await close();
    expect(onDrop).not.toHaveBeenCalled();
  });
});

describe("a batch", () => {
  test("is full with its last event, and not before", () => {
    const { append } = open({ maxBatchEvents: 3 });
    expect([1, 2, 3, 4].map(() => append(eventOf(100)))).toEqual([false, false, true, false]);
  });

  test("is full at its bytes of UTF-8, and not one byte before", () => {
    const threeBytes = (bytes: number): string =>
      eventOf(70, "チ") + " ".repeat(bytes - Buffer.byteLength(eventOf(70, "チ")));
    expect(open({ maxBatchBytes: 1_000 }).append(threeBytes(999))).toBe(false);
    expect(open({ maxBatchBytes: 1_000 }).append(threeBytes(1_000))).toBe(true);
  });

  test("takes an event that fits to the byte, and begins anew with one that does not", () => {
    const fits = open({ maxBatchBytes: 400 });
    fits.append(eventOf(200));
    expect(fits.append(eventOf(200))).toBe(true);
    expect(fits.takeAll()).toHaveLength(2);

    const doesNotFit = open({ maxBatchBytes: 400 });
    doesNotFit.append(eventOf(200));
    expect(doesNotFit.append(eventOf(201))).toBe(false);
    expect(doesNotFit.takeAll()).toHaveLength(1);
  });

  test("of an event that is larger than a batch goes alone", () => {
    const { append, takeAll } = open({ maxBatchBytes: 400 });
    append(eventOf(100));
    expect(append(eventOf(500))).toBe(true);
    expect(takeAll()).toEqual([eventOf(100)]);
  });

  test.each([
    ["before a living page would have had its answer", 10_999, false],
    ["as soon as a living page would have had its answer", 11_000, true],
    ["after days", 48 * HOUR_MS, true],
    ["dated a little ahead by a clock that was set back", -10_999, false],
    ["dated far ahead by a clock that was set back", -11_000, true],
  ])("of another page is taken over or not %s", (_when, ageMs, isOrphaned) => {
    const store = memoryStore();
    const other = open({ store, pageLoadId: "other" });
    other.append(eventOf(100));
    const { outbox, clock } = open({ store });
    clock.nowMs = START_MS + ageMs;
    expect(outbox.count()).toBe(1);
    expect(outbox.nextBatch("orphaned", Infinity)?.events.size).toBe(isOrphaned ? 1 : undefined);
    expect(outbox.nextBatch("own", Infinity)).toBeUndefined();
  });
});

describe("an event on its way", () => {
  test("is not dropped for want of room while it may be stored, and is afterwards", async () => {
    const { outbox, append, close, droppedSeqs } = open();
    append(eventOf(100));
    await close();
    const [sent = ""] = outbox.nextBatch("orphaned", Infinity)?.events.keys() ?? [];
    outbox.inFlight.set(sent, false);
    for (let count = 0; count < 2_000; count++) append(eventOf(100));
    await close();
    expect(droppedSeqs()).toEqual([]);

    outbox.inFlight.delete(sent);
    await close();
    expect(droppedSeqs()).toEqual([1]);
  });
});

describe("a storage that lists nothing", () => {
  test("costs no event of the page that wrote it", () => {
    const { outbox, append, takeAll } = open({ store: { ...memoryStore(), keys: () => [] } });
    append(eventOf(100));
    outbox.closeBatch();
    expect(takeAll()).toHaveLength(1);
    expect([outbox.isEmpty(), outbox.count()]).toEqual([false, 1]);
  });
});

describe("listing all keys", () => {
  test("happens once for a burst of batches, and not for each that is taken", async () => {
    const store = memoryStore();
    const keys = vi.spyOn(store, "keys");
    const { outbox, append, close } = open({ store });
    for (let count = 0; count < 100; count++) append(eventOf(100));
    await close();
    for (let batch = 0; batch < 4; batch++) outbox.nextBatch("orphaned", Infinity);
    expect(keys).toHaveBeenCalledOnce();
  });
});

test("what a crash request carries is everything that waits, the batch that is growing too, and nothing on its way", () => {
  const { outbox, append } = open({ maxBatchEvents: 2 });
  for (let count = 0; count < 3; count++) append(eventOf(100 + count));
  const lengths = (maxEvents: number): readonly number[] =>
    [...(outbox.nextBatch("crash", maxEvents)?.events.values() ?? [])].map(({ json }) => json.length);
  expect(lengths(50)).toEqual([100, 101, 102]);
  expect(lengths(2)).toEqual([100, 101]);

  for (const key of outbox.nextBatch("orphaned", Infinity)?.events.keys() ?? []) outbox.inFlight.set(key, true);
  expect(lengths(50)).toEqual([102]);
});
