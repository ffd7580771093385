/** The log says what became of a request, and nothing that was in it. */
import { expect, test } from "vitest";
import { buildEvent, createMemoryStore, createTestIngest, RECEIVED_AT_MS } from "../../support/test-ingest.ts";

test("counts what became of the events, and each code", async () => {
  const [slow, good] = [buildEvent(), buildEvent()];
  const store = createMemoryStore((key) =>
    key.includes(String(slow.event_id)) ? { kind: "retry", code: "SlowDown" } : undefined,
  );
  const ingest = createTestIngest({ store });

  await ingest.send({ body: [good, good, slow, null, null] });

  expect(ingest.log).toEqual([
    {
      level: "warn",
      message: "ingest",
      request_id: "request-1",
      duration_ms: 0,
      status: 200,
      received: 5,
      stored: 1,
      duplicate: 1,
      rejected: 2,
      retry: 1,
      codes: { not_object: 2, SlowDown: 1 },
      hint: expect.stringMatching(/batch/) as string,
    },
  ]);
});

test("has no level above info for a request without a fault", async () => {
  const ingest = createTestIngest();

  await ingest.send({ body: [buildEvent(), null] });

  expect(ingest.log).toMatchObject([{ level: "info", status: 200, stored: 1, rejected: 1, retry: 0 }]);
});

test("has the code of a refusal, and no counts of events that were not read", async () => {
  const ingest = createTestIngest();

  await ingest.send({ body: "{" });

  expect(ingest.log).toEqual([
    {
      level: "info",
      message: "ingest",
      request_id: "request-1",
      duration_ms: 0,
      status: 400,
      codes: { invalid_json: 1 },
    },
  ]);
});

test("has the name of an error of the ingest itself", async () => {
  const store = createMemoryStore(() => {
    throw new RangeError("secret");
  });
  const ingest = createTestIngest({ store });

  await ingest.send({ body: buildEvent() });

  expect(ingest.log).toEqual([
    {
      level: "error",
      message: "ingest",
      request_id: "request-1",
      duration_ms: 0,
      status: 503,
      codes: { RangeError: 1 },
    },
  ]);
});

test("has the time from the receipt to the answer", async () => {
  const clock = { nowMs: RECEIVED_AT_MS };
  const store = createMemoryStore(() => {
    clock.nowMs += 120;
    return undefined;
  });
  const ingest = createTestIngest({ store, now: () => clock.nowMs });

  await ingest.send({ body: buildEvent() });

  expect(ingest.log).toMatchObject([{ duration_ms: 120 }]);
});

test("is an error when nothing could be stored", async () => {
  const ingest = createTestIngest({
    store: createMemoryStore(() => ({ kind: "misconfigured", code: "NoSuchBucket" })),
  });

  await ingest.send({ body: buildEvent() });

  expect(ingest.log).toMatchObject([{ level: "error", status: 503, codes: { NoSuchBucket: 1 } }]);
});
