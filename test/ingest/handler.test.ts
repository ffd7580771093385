/** The ingest as a whole: what is stored, once, and what never is. */
import { describe, expect, test } from "vitest";
import {
  buildEvent,
  buildEventId,
  createMemoryStore,
  createTestIngest,
  RECEIVED_AT,
  RECEIVED_AT_MS,
} from "../support/test-ingest.ts";

describe("stores", () => {
  test("a hand-written event with the metadata that it lacks", async () => {
    const ingest = createTestIngest();

    const reply = await ingest.send({ body: { event_name: "add_to_cart", context_product_id: "42" } });

    expect(reply).toMatchObject({ status: 200, body: { stored: 1 } });
    const [event] = ingest.events();
    expect(event).toEqual({
      event_name: "add_to_cart",
      context_product_id: "42",
      event_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      event_timestamp: RECEIVED_AT,
      _ingest: {
        received_at: RECEIVED_AT,
        request_id: "request-1",
        source_ip: "203.0.113.7",
        user_agent: "test",
        origin: "https://shop.example",
        origin_verified: false,
        event_id_source: "server",
        timestamp_source: "server",
        identity: {},
      },
    });
    expect([...ingest.objects.keys()]).toEqual([`events/2026/11/24/event-${String(event?.event_id)}.json`]);
  });

  test("every field of a complete event as it came", async () => {
    const body = buildEvent({
      context_product_price: 19.99,
      properties: { list: [1, null, { deep: true }] },
      note: "<ä>",
    });
    const ingest = createTestIngest();

    await ingest.send({ body });

    expect(ingest.events()[0]).toMatchObject(body);
  });

  test.each([
    ["text/plain, as beacons are", { "content-type": "text/plain;charset=UTF-8" }],
    ["bytes", { "content-type": "application/octet-stream" }],
    ["a form, by a script that names no type", { "content-type": "application/x-www-form-urlencoded" }],
  ])("an event that is sent as %s", async (_name, headers) => {
    const ingest = createTestIngest();

    expect(await ingest.send({ body: buildEvent(), headers })).toMatchObject({ status: 200 });
  });

  test("the good ones among the bad", async () => {
    const good = [buildEvent(), buildEvent()];
    const ingest = createTestIngest();

    const reply = await ingest.send({ body: [good[0], null, "page_view", [[]], good[1]] });

    expect(reply.body).toMatchObject({ stored: 2 });
    expect(ingest.events().map(({ event_id }) => event_id)).toEqual(good.map(({ event_id }) => event_id));
  });

  test("an event of yesterday evening in yesterday's folder", async () => {
    const event_id = buildEventId("2026-11-23T22:15:00.000Z");
    const ingest = createTestIngest();

    await ingest.send({ body: buildEvent({ event_id }) });

    expect([...ingest.objects.keys()]).toEqual([`events/2026/11/23/event-${event_id}.json`]);
  });
});

describe("stores once", () => {
  test("what is sent again after midnight", async () => {
    const store = createMemoryStore();
    const body = buildEvent({ event_id: buildEventId("2026-11-24T23:59:58.000Z") });
    const before = createTestIngest({ store, now: () => Date.parse("2026-11-24T23:59:59.000Z") });
    const after = createTestIngest({ store, now: () => Date.parse("2026-11-25T00:00:01.000Z") });

    const replies = [await before.send({ body }), await after.send({ body })];

    expect(replies.map(({ body: { stored, duplicate } }) => [stored, duplicate])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(store.objects.size).toBe(1);
  });
});

describe("answers 4xx with a code, stores nothing and shows no stack", () => {
  test.each([
    ["no body", undefined],
    ["half an object", "{"],
    ["a word", "hello"],
    ["null", "null"],
    ["a number", "1"],
    ["a text", '"x"'],
    ["a list in a list", "[[]]"],
    ["an empty list", "[]"],
    ["a NUL", "\u0000"],
    ["NaN", "NaN"],
    ["single quotes", "{'event_name':'a'}"],
    ["a comma too many", '{"event_name":"a",}'],
    ["bytes that are no UTF-8", Buffer.from([0xff, 0xfe, 0x00])],
    ["a gzip", Buffer.from([0x1f, 0x8b, 0x08, 0x00])],
    ["512 KiB and a byte", "x".repeat(512 * 1024 + 1)],
    ["51 events", Array(51).fill({ event_name: "a" })],
    ["a hundred thousand levels", "[".repeat(100_000)],
    ["a million levels", "[".repeat(1_000_000)],
    ["deep objects", '{"a":'.repeat(60_000)],
  ])("for %s", async (_name, body) => {
    const ingest = createTestIngest();

    for (const type of ["application/json", "application/octet-stream"]) {
      const reply = await ingest.send({ body, headers: { "content-type": type } });

      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(JSON.stringify(reply.body)).toMatch(/"code":"[a-z0-9_]+"/);
      expect(JSON.stringify(reply.body)).not.toMatch(/stack|Error|at .*\.ts/);
    }
    expect(ingest.objects.size).toBe(0);
  });
});

describe("stores nothing of", () => {
  test("an _ingest that a client sent", async () => {
    const ingest = createTestIngest();

    await ingest.send({
      body: buildEvent({ _ingest: { source_ip: "1.1.1.1", forged: true, identity: { user_id: "jwt" } } }),
    });

    expect(ingest.events()[0]?._ingest).toMatchObject({ source_ip: "203.0.113.7", identity: { client_id: "client" } });
    expect(ingest.events()[0]?._ingest).not.toHaveProperty("forged");
    expect(ingest.events()[0]?._ingest.identity).not.toHaveProperty("user_id");
  });

  test("a header beyond 512 characters", async () => {
    const ingest = createTestIngest();

    await ingest.send({ body: buildEvent(), headers: { "user-agent": "x".repeat(513), origin: "o".repeat(513) } });
    await ingest.send({ body: buildEvent(), headers: { "user-agent": "y".repeat(512) } });

    const [long, fitting] = ingest.events();
    expect(long?._ingest).toMatchObject({ user_agent: "x".repeat(512), origin: "o".repeat(512) });
    expect(fitting?._ingest).toMatchObject({ user_agent: "y".repeat(512) });
  });
});

describe("answers in time", () => {
  test.each([
    ["8 s", Infinity, 8_000],
    ["half a second before the function is stopped", 3_000, 2_500],
  ])("begins no put that could not end within %s", async (_name, remainingMs, budgetMs) => {
    const clock = { nowMs: RECEIVED_AT_MS };
    const store = createMemoryStore(() => {
      clock.nowMs += budgetMs / 10;
      return undefined;
    });
    const events = Array.from({ length: 50 }, () => buildEvent());
    const ingest = createTestIngest({ store, now: () => clock.nowMs, remainingMs });

    const reply = await ingest.send({ body: events });

    expect(reply.body).toMatchObject({ stored: 10 });
    expect(reply.body.retry).toHaveLength(40);
  });
});
