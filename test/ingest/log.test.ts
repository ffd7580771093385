/** The log tells how a request went and nothing of what was in it. */
import { expect, test } from "vitest";
import { buildEvent, createMemoryStore, createTestIngest } from "../support/test-ingest.ts";

test("counts what came of the events, and each reason", async () => {
  const [slow, good] = [buildEvent(), buildEvent()];
  const store = createMemoryStore((key) =>
    key.includes(String(slow.event_id)) ? { kind: "retry", code: "SlowDown" } : undefined,
  );
  const ingest = createTestIngest({ store });

  await ingest.send({ body: [good, good, slow, {}, {}] });

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
      codes: { invalid_event_name: 2, SlowDown: 1 },
    },
  ]);
});

test("calls for an operator when nothing could be stored", async () => {
  const ingest = createTestIngest({
    store: createMemoryStore(() => ({ kind: "misconfigured", code: "NoSuchBucket" })),
  });

  await ingest.send({ body: buildEvent() });

  expect(ingest.log).toMatchObject([{ level: "error", status: 503, codes: { NoSuchBucket: 1 } }]);
});
