/** What the sender receives: which events are stored, which never will be, and which to send again. */
import { describe, expect, test } from "vitest";
import type { PutOutcome } from "../../../examples/ingest-lambda/src/store/event-store.ts";
import {
  buildEvent,
  buildEventId,
  createMemoryStore,
  createTestIngest,
  RECEIVED_AT,
  type Reply,
} from "../../support/test-ingest.ts";

const RETRY: PutOutcome = { kind: "retry", code: "InternalError" };
const BUSY: PutOutcome = { kind: "busy", code: "SlowDown" };
const MISCONFIGURED: PutOutcome = { kind: "misconfigured", code: "AccessDenied" };
/** 17 levels. */
const BAD = JSON.parse(`{"deep":${"[".repeat(16)}${"]".repeat(16)}}`) as Readonly<Record<string, unknown>>;

/** Sends a batch to a store that gives the nth event the nth outcome; `undefined` stores it. */
async function send(
  events: readonly Readonly<Record<string, unknown>>[],
  outcomes: readonly (PutOutcome | undefined)[] = [],
): Promise<Reply> {
  const ids = events.map((event) => String(event.event_id));
  const store = createMemoryStore((key) => outcomes[ids.findIndex((id) => key.includes(id))]);
  return createTestIngest({ store }).send({ body: { batch_id: "b1", events } });
}

describe("200", () => {
  test("when all is stored", async () => {
    const reply = await send([buildEvent(), buildEvent()]);

    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      ok: true,
      batch_id: "b1",
      server_time: RECEIVED_AT,
      stored: 2,
      duplicate: 0,
      rejected: [],
      retry: [],
    });
  });

  test("when something is stored, with the ids of what is rejected and what to send again", async () => {
    const [good, slow] = [buildEvent(), buildEvent()];

    const reply = await send([good, BAD, slow], [undefined, undefined, RETRY]);

    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      stored: 1,
      rejected: [{ index: 1, code: "too_deep" }],
      retry: [slow.event_id],
      retry_after_ms: 1_000,
    });
    expect(reply.headers).toHaveProperty("retry-after", "1");
  });

  test("when everything was stored before", async () => {
    const reply = await send([buildEvent()], [{ kind: "duplicate" }]);

    expect(reply).toMatchObject({ status: 200, body: { ok: true, stored: 0, duplicate: 1 } });
  });

  test("counts an event that is in one request twice as a duplicate", async () => {
    const event = buildEvent();

    const reply = await send([event, event, { ...event, event_name: "other" }]);

    expect(reply.body).toMatchObject({ stored: 1, duplicate: 2 });
  });
});

describe("503", () => {
  test.each([
    ["the store failed once", RETRY, 1_000],
    ["the store is under load", BUSY, 5_000],
    ["the store refuses us", MISCONFIGURED, 30_000],
  ])("when nothing is stored since %s", async (_name, outcome, retryAfterMs) => {
    const event = buildEvent();

    const reply = await send([event, BAD], [outcome]);

    expect(reply.status).toBe(503);
    expect(reply.body).toMatchObject({ ok: false, stored: 0, retry: [event.event_id], retry_after_ms: retryAfterMs });
    expect(reply.headers).toHaveProperty("retry-after", String(retryAfterMs / 1_000));
  });

  test.each([
    ["a fault and load", [RETRY, BUSY], 5_000],
    ["load and a fault", [BUSY, RETRY], 5_000],
    ["a fault and a refusal", [RETRY, MISCONFIGURED], 30_000],
    ["load and a refusal", [undefined, BUSY, MISCONFIGURED], 30_000],
  ])("and the longest time to wait, of %s", async (_name, outcomes, retryAfterMs) => {
    const reply = await send(
      outcomes.map(() => buildEvent()),
      outcomes,
    );

    expect(reply.body).toMatchObject({ retry_after_ms: retryAfterMs });
  });

  test("when the ingest itself fails, without the reason", async () => {
    const store = createMemoryStore(() => {
      throw new TypeError("secret: the event was ...");
    });
    const ingest = createTestIngest({ store });

    const reply = await ingest.send({ body: buildEvent() });

    expect(reply).toMatchObject({ status: 503, body: { ok: false, code: "internal_error", retry_after_ms: 5_000 } });
    expect(JSON.stringify([reply, ingest.log])).not.toContain("secret");
    expect(ingest.log).toMatchObject([{ level: "error", status: 503, codes: { TypeError: 1 } }]);
  });
});

test("400 when every event is bad, each with its code", async () => {
  const eventId = buildEventId();

  const reply = await send([BAD, { event_id: eventId, note: "x".repeat(40_000) }]);

  expect(reply).toMatchObject({
    status: 400,
    body: {
      ok: false,
      stored: 0,
      rejected: [
        { index: 0, code: "too_deep" },
        { event_id: eventId, code: "event_too_large" },
      ],
    },
  });
});

test.each([
  ["stored", buildEvent()],
  ["rejected", BAD],
  ["refused", "{"],
])("tells browsers to believe the content type and to cache nothing (%s)", async (_name, body) => {
  const { headers } = await createTestIngest().send({ body });

  expect({ "clickstream-ack": "", ...headers }).toEqual({
    "content-type": "application/json",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "clickstream-ack": expect.any(String) as unknown,
  });
});
