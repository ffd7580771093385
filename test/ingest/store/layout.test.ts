/** Why a batch is stored once: the key of its object stands for exactly the events that are in it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneObjectABatch, oneObjectAnEvent } from "../../../examples/ingest-lambda/src/store/layout.ts";
import {
  buildEvent,
  buildEventId,
  createMemoryStore,
  createTestIngest,
  RECEIVED_AT_MS,
  type MemoryStore,
  readBody,
} from "../../support/test-ingest.ts";

const BATCH_KEY = /^events\/\d{4}\/\d\d\/\d\d\/batch-[0-9a-f]{32}\.ndjson\.gz$/;
const DAY_MS = 86_400_000;

const at = (instant: string): Readonly<Record<string, unknown>> => buildEvent({ event_id: buildEventId(instant) });
const batchIngest = (store: MemoryStore, nowMs = RECEIVED_AT_MS): ReturnType<typeof createTestIngest> =>
  createTestIngest({ store, layout: oneObjectABatch, now: () => nowMs });

describe("a batch is one object", () => {
  test("with one event a line", async () => {
    const ingest = batchIngest(createMemoryStore());
    const events = [buildEvent({ page_title: "a\nb" }), buildEvent()];

    const reply = await ingest.send({ body: { batch_id: "b1", events } });

    expect(reply.body).toMatchObject({ stored: 2, duplicate: 0 });
    const [[key, body] = ["", ""]] = ingest.objects;
    expect(key).toMatch(BATCH_KEY);
    expect(body.split("\n")).toHaveLength(3);
    expect(ingest.events()).toMatchObject(events);
  });

  test("for each day that its events belong to", async () => {
    const ingest = batchIngest(createMemoryStore());
    const events = [at("2026-11-23T23:59:59.000Z"), at("2026-11-24T00:00:01.000Z"), at("2026-11-23T23:59:59.500Z")];

    await ingest.send({ body: events });

    expect([...ingest.objects.keys()].map((key) => key.slice(0, 17)).sort()).toEqual([
      "events/2026/11/23",
      "events/2026/11/24",
    ]);
    expect(ingest.events()).toHaveLength(3);
  });
});

describe.each([
  ["an hour", DAY_MS / 24],
  ["a day", DAY_MS],
])("after %s the same events have the key of their own object", (_delay, delayMs) => {
  test.each<[string, (events: readonly object[]) => unknown]>([
    ["sent again", (events) => ({ batch_id: "b1", events })],
    ["by another page under another batch_id", (events) => ({ batch_id: "b2", events })],
    ["by hand, without a batch_id", (events) => events],
    ["in another order", (events) => ({ batch_id: "b1", events: [...events].reverse() })],
    ["twice in one request", (events) => [...events, ...events]],
    ["with a bad one among them", (events) => ({ batch_id: "b1", events: [...events, { event_name: "Not A Word" }] })],
    ["with one among them that has no id", (events) => [...events, { event_name: "page_view" }]],
    ["with one whose clock is wrong", (events) => [...events, at("2000-01-01T00:00:00.000Z")]],
  ])("%s", async (_name, wrap) => {
    const store = createMemoryStore();
    const events = Array.from({ length: 3 }, () => buildEvent());
    await batchIngest(store).send({ body: { batch_id: "b1", events } });
    const [key = ""] = store.objects.keys();
    const first = store.objects.get(key);

    const again = await batchIngest(store, RECEIVED_AT_MS + delayMs).send({ body: wrap(events) });

    expect(again.body["retry"]).toEqual([]);
    expect(store.objects.get(key)).toBe(first);
    const copies = [...store.objects.values()].join("").split(String(events[0]?.event_id)).length - 1;
    expect(copies).toBe(1);
  });
});

test("a batch that has grown under the same batch_id becomes another object, so that nothing is lost", async () => {
  const store = createMemoryStore();
  const [first, second] = [buildEvent(), buildEvent()];
  await batchIngest(store).send({ body: { batch_id: "b1", events: [first] } });

  const reply = await batchIngest(store).send({ body: { batch_id: "b1", events: [first, second] } });

  expect(reply.body).toMatchObject({ stored: 2 });
  expect([...store.objects.values()].join("")).toContain(String(second.event_id));
});

test("of a batch of two days, the half that failed is listed and stored when it is sent again alone", async () => {
  const objects = createMemoryStore();
  let isSlow = true;
  const store: MemoryStore = {
    ...objects,
    put: (key, body, ms) =>
      isSlow && key.includes("/23/")
        ? Promise.resolve({ kind: "retry", code: "InternalError" })
        : objects.put(key, body, ms),
  };
  const yesterday = [at("2026-11-23T23:00:00.000Z"), at("2026-11-23T23:00:01.000Z")];
  const today = at("2026-11-24T01:00:00.000Z");
  const ingest = batchIngest(store);

  const partly = await ingest.send({ body: { batch_id: "b1", events: [...yesterday, today] } });
  isSlow = false;
  const rest = await ingest.send({ body: { batch_id: "b2", events: yesterday } });
  const replay = await ingest.send({ body: { batch_id: "b1", events: [...yesterday, today] } });

  expect(partly).toMatchObject({ status: 200, body: { stored: 1, retry: yesterday.map(({ event_id }) => event_id) } });
  expect(rest.body).toMatchObject({ stored: 2 });
  expect(replay.body).toMatchObject({ stored: 0, duplicate: 3 });
  expect(objects.objects.size).toBe(2);
});

test("each event is in exactly one object, and each key has its form, whatever the records", () => {
  const record = fc
    .record({
      id: fc.uuid(),
      day: fc.integer({ min: 10, max: 12 }),
      kind: fc.constantFrom("event", "day_of_receipt", "attempt"),
    })
    .map(({ id, day, kind }) => ({
      eventId: id,
      key: `events/2026/11/${String(day)}/event-${id}.json`,
      keyDependsOn: kind,
      body: JSON.stringify({ id }),
    }));
  fc.assert(
    fc.property(fc.uniqueArray(record, { selector: ({ eventId }) => eventId, maxLength: 60 }), (records) => {
      const packed = oneObjectABatch(records);

      expect(packed.flatMap(({ eventIds }) => eventIds).sort()).toEqual(records.map(({ eventId }) => eventId).sort());
      expect(new Set(packed.map(({ key }) => key)).size).toBe(packed.length);
      for (const { key, body, eventIds } of packed) {
        expect(key).toMatch(BATCH_KEY);
        expect(
          readBody(body)
            .trimEnd()
            .split("\n")
            .map((line) => (JSON.parse(line) as { id: string }).id),
        ).toEqual(eventIds);
      }
      expect(oneObjectAnEvent(records).map(({ key }) => key)).toEqual(records.map(({ key }) => key));
    }),
  );
});
