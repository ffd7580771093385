/** Faults around the ingest, each with what must become of the events: nothing is lost, and nothing stored twice. */
import { describe, expect, test } from "vitest";
import type { PutOutcome } from "../../examples/ingest-lambda/src/store/event-store.ts";
import { oneObjectABatch, oneObjectAnEvent } from "../../examples/ingest-lambda/src/store/layout.ts";
import {
  buildEvent,
  buildEventId,
  createMemoryStore,
  createTestIngest,
  RECEIVED_AT,
  RECEIVED_AT_MS,
  type MemoryStore,
  type TestIngest,
} from "../support/test-ingest.ts";

const LAYOUTS = [
  { layout: oneObjectAnEvent, name: "one object an event" },
  { layout: oneObjectABatch, name: "one object a batch" },
];
const HOUR_MS = 3_600_000;

describe.each(LAYOUTS)("$name", ({ layout }) => {
  const ingestAt = (store: MemoryStore, nowMs = RECEIVED_AT_MS): TestIngest =>
    createTestIngest({ store, layout, now: () => nowMs });
  const twenty = (): readonly Readonly<Record<string, unknown>>[] => Array.from({ length: 20 }, () => buildEvent());
  /** Sends at one time and again at another; returns how many lines are stored, and what the second answer counts. */
  async function sendTwice(events: readonly object[], firstMs: number, secondMs: number): Promise<readonly unknown[]> {
    const store = createMemoryStore();
    const body = { batch_id: "b1", events };
    await ingestAt(store, firstMs).send({ body });
    const again = ingestAt(store, secondMs);
    const { body: ack } = await again.send({ body });
    return [again.events().length, ack["stored"], ack["duplicate"]];
  }

  test("a response that is lost after the put: one object", async () => {
    expect(await sendTwice(twenty(), RECEIVED_AT_MS, RECEIVED_AT_MS + 5_000)).toEqual([20, 0, 20]);
  });

  test("the same across midnight: one object", async () => {
    const lateMs = Date.parse("2026-11-24T23:59:59.000Z");
    const events = [buildEvent({ event_id: buildEventId("2026-11-24T23:59:58.000Z") })];

    expect(await sendTwice(events, lateMs, lateMs + 2_000)).toEqual([1, 0, 1]);
  });

  test.each([
    ["three hours ahead", 3 * HOUR_MS],
    ["two days behind", -48 * HOUR_MS],
  ])("the same with a clock that is %s: one object", async (_name, offMs) => {
    const lateMs = Date.parse("2026-11-24T23:59:59.000Z");
    const events = [buildEvent({ event_id: buildEventId(new Date(lateMs + offMs).toISOString()) })];

    expect(await sendTwice(events, lateMs, lateMs + 2_000)).toEqual([1, 0, 1]);
  });

  test.each(["2000-01-01T00:00:00.000Z", "2038-01-19T03:14:08.000Z"])(
    "a clock that is set to %s: the folder of receipt and the time of the ingest",
    async (instant) => {
      const ingest = ingestAt(createMemoryStore());

      await ingest.send({ body: buildEvent({ event_id: buildEventId(instant), event_timestamp: instant }) });

      expect([...ingest.objects.keys()]).toEqual([expect.stringMatching(/^events\/2026\/11\/24\//)]);
      expect(ingest.events()).toMatchObject([
        { event_timestamp: RECEIVED_AT, _ingest: { timestamp_source: "server", client_timestamp: instant } },
      ]);
    },
  );

  test.each([0, 1, 7, 19])(
    "the function is stopped after %i of 20 puts: the retry stores the rest, once",
    async (died) => {
      const store = createMemoryStore();
      let puts = 0;
      const dying: MemoryStore = {
        ...store,
        put(key, body, ms) {
          puts += 1;
          return puts > died ? new Promise(() => undefined) : store.put(key, body, ms);
        },
      };
      const body = { batch_id: "b1", events: twenty() };
      void ingestAt(dying).send({ body });
      await new Promise((resolve) => setTimeout(resolve));

      const again = ingestAt(store);
      const { body: ack } = await again.send({ body });

      // In batches all 20 events are in one object, so that one put stores all of them.
      const before = layout === oneObjectAnEvent ? died : Math.min(died, 1) * 20;
      expect([ack["stored"], ack["duplicate"]]).toEqual([20 - before, before]);
      expect(again.events()).toHaveLength(20);
    },
  );

  test("hardly any time is left: nothing begins, everything is in `retry`, with a time to wait", async () => {
    const events = twenty();
    const ingest = createTestIngest({ layout, remainingMs: 700 });

    const reply = await ingest.send({ body: { batch_id: "b1", events } });

    expect(reply).toMatchObject({
      status: 503,
      body: { retry: events.map(({ event_id }) => event_id), retry_after_ms: 1_000 },
    });
    expect(ingest.objects.size).toBe(0);
    expect(ingest.log).toMatchObject([{ level: "error", codes: { out_of_time: 20 } }]);
  });

  test.each<readonly [PutOutcome, number]>([
    [{ kind: "busy", code: "SlowDown" }, 5_000],
    [{ kind: "retry", code: "InternalError" }, 1_000],
    [{ kind: "retry", code: "ConditionalRequestConflict" }, 1_000],
  ])("S3 answers %o: everything is in `retry`, with a time to wait", async (outcome, afterMs) => {
    const events = twenty();
    const ingest = createTestIngest({ layout, store: createMemoryStore(() => outcome) });

    const reply = await ingest.send({ body: { batch_id: "b1", events } });

    expect(reply).toMatchObject({
      status: 503,
      body: { retry: events.map(({ event_id }) => event_id), retry_after_ms: afterMs },
    });
    expect(reply.headers).toHaveProperty("retry-after", String(afterMs / 1_000));
  });

  test("S3 fails in the middle: each event has its own outcome, and the sums are right", async () => {
    let puts = 0;
    const store = createMemoryStore(() => (++puts % 2 === 0 ? { kind: "retry", code: "InternalError" } : undefined));
    const events = [...twenty(), buildEvent({ event_id: buildEventId("2026-11-23T12:00:00.000Z") })];
    const ingest = createTestIngest({ layout, store });

    const { status, body } = await ingest.send({ body: { batch_id: "b1", events } });

    const retry = body["retry"] as readonly string[];
    expect(status).toBe(200);
    expect(retry.length).toBeGreaterThan(0);
    expect(ingest.events().map(({ event_id }) => event_id)).toEqual(
      events.map(({ event_id }) => event_id).filter((id) => !retry.includes(String(id))),
    );
    expect(Number(body["stored"]) + retry.length).toBe(21);
  });

  test.each(["AccessDenied", "NoSuchBucket"])(
    "S3 answers %s: 503 for the page, an error for the operator, and no put beyond those under way",
    async (code) => {
      let puts = 0;
      const store = createMemoryStore(() => {
        puts += 1;
        return { kind: "misconfigured", code };
      });
      const ingest = createTestIngest({ layout, store });

      const reply = await ingest.send({
        body: { batch_id: "b1", events: Array.from({ length: 50 }, () => buildEvent()) },
      });

      expect(reply).toMatchObject({ status: 503, body: { retry_after_ms: 30_000 } });
      expect(ingest.log).toMatchObject([{ level: "error", codes: { [code]: 50 } }]);
      expect(puts).toBeLessThanOrEqual(16);
    },
  );

  test("the key of an event exists already: a duplicate, and nothing is overwritten", async () => {
    const store = createMemoryStore();
    const event = buildEvent({ page_title: "first" });
    await ingestAt(store).send({ body: [event] });

    const reply = await ingestAt(store).send({ body: [{ ...event, page_title: "second" }] });

    expect(reply).toMatchObject({ status: 200, body: { stored: 0, duplicate: 1 } });
    expect([...store.objects.values()].join()).not.toContain("second");
  });

  test("an old batch a thousand times: no new object", async () => {
    const store = createMemoryStore();
    const body = { batch_id: "b1", events: twenty() };
    await ingestAt(store).send({ body });
    const { size } = store.objects;

    for (let round = 1; round <= 1_000; round += 1)
      await ingestAt(store, RECEIVED_AT_MS + round * 60_000).send({ body });

    expect(store.objects.size).toBe(size);
  });
});

test.each([
  ["missing", {}],
  ["octet-stream", { "content-type": "application/octet-stream" }],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }],
  ["unknown", { "content-type": "no/such; type" }],
])("the content type is %s: the event is stored", async (_name, headers) => {
  expect(
    await createTestIngest().send({ body: buildEvent(), headers: { "content-type": "", ...headers } }),
  ).toMatchObject({
    status: 200,
    body: { stored: 1 },
  });
});

test.each([
  ["512 KiB and a byte", "x".repeat(512 * 1024 + 1), 413, "body_too_large"],
  ["51 events", JSON.stringify(Array(51).fill({ event_name: "a" })), 413, "too_many_events"],
  ["a hundred thousand levels", "[".repeat(100_000), 400, "too_deep"],
])("a body of %s: refused, and nothing is stored", async (_name, body, status, code) => {
  const ingest = createTestIngest();

  expect(await ingest.send({ body })).toMatchObject({ status, body: { code } });
  expect(ingest.objects.size).toBe(0);
});

test("a flood from a foreign page: 403 before a body is read, and no object", async () => {
  const ingest = createTestIngest({ allowedOrigins: ["https://shop.example"] });

  for (let round = 0; round < 500; round += 1) {
    const { status } = await ingest.send({ body: buildEvent(), headers: { origin: "https://evil.example" } });
    expect(status).toBe(403);
  }

  const broken = await ingest.send({ body: "{", headers: { origin: "https://evil.example" } });
  expect(broken.body).toMatchObject({ code: "origin_not_allowed" });
  expect(ingest.objects.size).toBe(0);
});

test("pages that failed together get different times to wait", async () => {
  const store = createMemoryStore(() => ({ kind: "busy", code: "SlowDown" }));
  const waits = await Promise.all(
    [0, 0.5, 0.999].map(
      async (random) => (await createTestIngest({ store, random: () => random }).send({ body: buildEvent() })).body,
    ),
  );

  expect(waits.map((body) => body["retry_after_ms"])).toEqual([5_000, 7_500, 9_995]);
});
