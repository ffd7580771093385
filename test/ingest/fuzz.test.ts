/** For any body, headers and claims: the answer has a known form, and what is stored has everything that came, by its types. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PutOutcome } from "../../examples/ingest-lambda/src/store/event-store.ts";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { oneObjectABatch, oneObjectAnEvent } from "../../examples/ingest-lambda/src/store/layout.ts";
import { findFuzzFaults, fuzzedRequest } from "../support/fuzzed-requests.ts";
import { RECEIVED_AT, createMemoryStore, createTestIngest } from "../support/test-ingest.ts";

const RUNS = { numRuns: 1_000 };

const rules = fc.record({
  idCookie: fc.boolean(),
  honoursGpc: fc.boolean(),
  layout: fc.constantFrom(oneObjectAnEvent, oneObjectABatch),
});

test("bad input is never 5xx, nothing is refused but for a named reason, and what is stored is whole and has its types", async () => {
  let storedCount = 0;
  let provenCount = 0;
  await fc.assert(
    fc.asyncProperty(fuzzedRequest, rules, async (asked, options) => {
      const ingest = createTestIngest(options);

      const reply = await ingest.send(asked);

      expect(findFuzzFaults(asked, reply, ingest)).toEqual([]);
      storedCount += ingest.events().length;
      for (const { _ingest } of ingest.events()) {
        expect(_ingest).toMatchObject({
          received_at: RECEIVED_AT,
          request_id: "request-1",
          source_ip: "203.0.113.7",
          origin_verified: false,
        });
        const isProven = Object.values(_ingest["identity"] as object).includes("jwt");
        expect(isProven && asked.claims?.["sub"] === undefined).toBe(false);
        provenCount += Number(isProven);
      }
    }),
    RUNS,
  );
  expect(storedCount).toBeGreaterThan(RUNS.numRuns / 2);
  expect(provenCount).toBeGreaterThan(0);
});

const failure = fc.constantFrom<PutOutcome | "throws" | undefined>(
  undefined,
  "throws",
  { kind: "retry", code: "InternalError" },
  { kind: "busy", code: "SlowDown" },
  { kind: "misconfigured", code: "AccessDenied" },
);

test("a failure of the ingest is never 4xx, and every event is in exactly one place", async () => {
  const statuses = new Map<number | undefined, number>();
  let retryCount = 0;
  await fc.assert(
    fc.asyncProperty(fuzzedRequest, rules, fc.array(failure, { minLength: 1 }), async (asked, options, failures) => {
      let puts = 0;
      const store = createMemoryStore(() => {
        const next = failures[puts++ % failures.length];
        if (next === "throws") throw new Error("out of order");
        return next;
      });
      const ingest = createTestIngest({ ...options, store });

      const { status, body: ack } = await ingest.send(asked);

      const [entry] = ingest.log;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (puts > 0) expect([200, 503]).toContain(status);
      if (entry?.received !== undefined) {
        const { received, stored = 0, duplicate = 0, rejected = 0, retry = 0 } = entry;
        expect(stored + duplicate + rejected + retry).toBe(received);
        expect(Array.isArray(ack["retry"])).toBe(true);
        retryCount += retry;
      }
    }),
    RUNS,
  );
  expect(Math.min(statuses.get(200) ?? 0, statuses.get(503) ?? 0)).toBeGreaterThan(RUNS.numRuns / 20);
  expect(retryCount).toBeGreaterThan(RUNS.numRuns / 20);
});

test.each([{}, { headers: {} }, { body: "{}" }, { key1: "value1" }])(
  "an event of another shape, as the console's test button sends it, is answered: %j",
  async (shape) => {
    const handler = createHandler({ store: { keep: () => Promise.resolve(new Map()) }, log: () => undefined });

    const { statusCode = 0 } = await handler(shape as never);

    expect([400, 503]).toContain(statusCode);
  },
);
