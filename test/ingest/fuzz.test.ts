/** For any body, headers and claims: the answer has a known form, and nobody else can set what only the ingest sets. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PutOutcome } from "../../examples/ingest-lambda/src/store/event-store.ts";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { oneObjectABatch, oneObjectAnEvent } from "../../examples/ingest-lambda/src/store/layout.ts";
import { REFUSALS } from "../../examples/ingest-lambda/src/refusals.ts";
import {
  RECEIVED_AT,
  buildEvent,
  createMemoryStore,
  createTestIngest,
  type TestRequest,
} from "../support/test-ingest.ts";

const KEY =
  /^events\/2026\/11\/(1[7-9]|2[0-5])\/(event-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json|batch-[0-9a-f]{32}\.ndjson)$/;
const RUNS = { numRuns: 1_000 };

const PRODUCT_FIELDS = [
  "context_product_id",
  "context_product_name",
  "context_product_category",
  "context_product_brand",
  "context_product_price",
  "context_product_discount_price",
  "context_product_url_path",
];

/** Names that the ingest knows, so that random events have them. */
const field = fc.constantFrom(
  ...[
    "event_id",
    "event_name",
    "event_timestamp",
    "client_id",
    "session_id",
    "user_id",
    "user_login_state",
    "identity_source",
  ],
  ...[
    "page_load_id",
    "event_seq",
    "page_url",
    "properties",
    "_ingest",
    "__proto__",
    "constructor",
    "events",
    "batch_id",
    "stream",
  ],
  ...PRODUCT_FIELDS,
);
const value = fc.oneof(
  { maxDepth: 4 },
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom("page_view", "logged_in", "jwt", "../", "\u0000", "\ud800", RECEIVED_AT, 1e308, -0, null),
  fc.constantFrom("19.99 EUR", "NaN", "1e999", true, 42),
  fc.uuid(),
);
const product = fc.dictionary(fc.constantFrom(...PRODUCT_FIELDS, "__proto__"), value, { noNullPrototype: true });
const cart = fc.record({ items: fc.array(fc.oneof(product, value), { maxLength: 4 }) });
const event = fc.oneof(
  fc.dictionary(fc.oneof(field, fc.string()), value, { noNullPrototype: true }),
  fc.dictionary(field, value, { maxKeys: 3, noNullPrototype: true }).map((fields) => ({ ...buildEvent(), ...fields })),
  fc.tuple(product, cart).map(([fields, properties]) => buildEvent({ ...fields, event_name: "cart_view", properties })),
  value,
);
const body = fc.oneof(
  event.map((one) => JSON.stringify(one)),
  fc
    .record({ batch_id: value, sent_at: value, stream: value, events: fc.array(event, { maxLength: 8 }) })
    .map((batch) => JSON.stringify(batch)),
  fc.array(event, { maxLength: 8 }).map((events) => JSON.stringify(events)),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);
const headerText = fc.oneof(
  fc.string({ maxLength: 50 }),
  fc.constantFrom("same-site", "1", "null", "Bearer a.e30.c", "x".repeat(9_000)),
);
const headerName = fc.constantFrom(
  ...[
    "content-type",
    "origin",
    "user-agent",
    "cookie",
    "authorization",
    "x-client-id",
    "x-session-id",
    "sec-fetch-site",
    "sec-gpc",
  ],
);
const request: fc.Arbitrary<TestRequest> = fc.record(
  {
    body,
    headers: fc.dictionary(headerName, headerText, { noNullPrototype: true }),
    claims: fc.dictionary(fc.constantFrom("sub", "exp", "email"), headerText, { noNullPrototype: true }),
  },
  { requiredKeys: ["body"] },
);
const rules = fc.record({
  idCookie: fc.boolean(),
  honoursGpc: fc.boolean(),
  layout: fc.constantFrom(oneObjectAnEvent, oneObjectABatch),
});

test("bad input is never 5xx, and what is stored has its key, the ingest's own note and products by their types", async () => {
  let storedCount = 0;
  let provenCount = 0;
  await fc.assert(
    fc.asyncProperty(request, rules, async (asked, options) => {
      const ingest = createTestIngest(options);

      const reply = await ingest.send(asked);

      expect([200, 400, 403, 413]).toContain(reply.status);
      expect(hasKnownForm(reply.body)).toBe(true);
      expect(ingest.log).toHaveLength(1);
      for (const key of ingest.objects.keys()) expect(key).toMatch(KEY);
      expect(ingest.events().length).toBe(Number(reply.body["stored"] ?? 0));
      storedCount += ingest.events().length;
      for (const { _ingest, ...stored } of ingest.events()) {
        expect(findWrongProducts(stored)).toEqual([]);
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
  expect(storedCount).toBeGreaterThan(RUNS.numRuns / 4);
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
    fc.asyncProperty(request, rules, fc.array(failure, { minLength: 1 }), async (asked, options, failures) => {
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

/** A price is a number, the rest no number, boolean or null, in the event and in its items. */
function findWrongProducts(stored: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { items } = Object(stored["properties"]) as { readonly items?: unknown };
  const products = [stored, ...(Array.isArray(items) ? (items as readonly unknown[]) : [])];
  return products
    .flatMap((one) => (Array.isArray(one) ? [] : Object.entries(Object(one) as object)))
    .filter(([name]) => name.startsWith("context_product_"))
    .filter(([name, value]) => (name.endsWith("price") ? typeof value !== "number" : !isTextOrTree(value)));
}

function isTextOrTree(value: unknown): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

function hasKnownForm(answer: Readonly<Record<string, unknown>>): boolean {
  if (answer["code"] !== undefined) return Object.hasOwn(REFUSALS, String(answer["code"])) && answer["ok"] === false;
  return typeof answer["ok"] === "boolean" && Array.isArray(answer["rejected"]) && Array.isArray(answer["retry"]);
}
