/** Holds together what the source types say, the committed schemas, what the SDK sends and what the ingest checks. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import fc from "fast-check";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { SizeFault } from "../../examples/ingest-lambda/src/event/size-limits.ts";
import { readStream } from "../../examples/ingest-lambda/src/request/batch.ts";
import { EVENT_FIELDS } from "../../examples/ingest-lambda/src/event-fields.ts";
import { fits } from "../../examples/ingest-lambda/src/event/field-types.ts";
import { validateEvent } from "../../examples/ingest-lambda/src/event/validate.ts";
import { createTracker } from "../../src/index.ts";
import type { Batch } from "../../src/wire.ts";
import { buildEvent, createMemoryStore, createTestIngest, storeOne } from "../support/test-ingest.ts";
import { createTestPlatform, ENDPOINT } from "../support/test-platform.ts";
import { buildSchemas, SCHEMA_FOLDER } from "./build-schemas.ts";
import { SAMPLES } from "../support/samples.ts";

type Value = Readonly<Record<string, unknown>>;

let schemas: ReadonlyMap<string, string>;
let isBatch: ValidateFunction;
let isEvent: ValidateFunction;
let isAck: ValidateFunction;

beforeAll(async () => {
  schemas = await buildSchemas();
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  formats(ajv);
  const compile = async (name: string): Promise<ValidateFunction> =>
    ajv.compile(JSON.parse(await readFile(join(SCHEMA_FOLDER, `${name}.schema.json`), "utf8")) as Value);
  [isBatch, isEvent, isAck] = await Promise.all([compile("batch"), compile("event"), compile("ack")]);
}, 60_000);

/** Says what a schema finds wrong, so that a failing test tells. */
const faultsOf = (validate: ValidateFunction, value: unknown): readonly string[] =>
  validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

/** What the SDK sends for these calls of `track()`. */
async function send(events: Readonly<Record<string, object>>): Promise<readonly Batch[]> {
  const platform = createTestPlatform();
  const tracker = createTracker<Record<string, object>>({ endpoint: ENDPOINT }, platform);
  for (const [name, properties] of Object.entries(events)) tracker.track(name, properties);
  await platform.advance(1_000);
  expect(platform.sent()).toHaveLength(Object.keys(events).length);
  return platform.batches();
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The fields that a schema and those in it declare. */
function fieldsOf({ properties = {}, anyOf = [], $defs = {} }: Schema): readonly (readonly [string, Schema])[] {
  const own = Object.entries(properties);
  return [...own, ...[...own.map(([, field]) => field), ...anyOf, ...Object.values($defs)].flatMap(fieldsOf)];
}

/** An event as the SDK sends it. */
const buildWireEvent = (fields: Value = {}): Value =>
  buildEvent({ is_first_visit: true, page_load_id: "page-1", event_seq: 1, ...fields });

describe("the committed schemas", () => {
  test("are those of the source: `npm run schema` writes them", async () => {
    const files = globSync("*.json", { cwd: SCHEMA_FOLDER });
    expect(files.sort()).toEqual([...schemas.keys()].sort());
    for (const [name, text] of schemas) expect(await readFile(join(SCHEMA_FOLDER, name), "utf8")).toBe(text);
  });

  test("describe every field, those of a report, an item and a standard event as well", () => {
    const fields = [...schemas.values()].flatMap((text) => fieldsOf(JSON.parse(text) as Schema));
    const names = fields.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(["event_id", "last_seq", "code", "position", "order_id"]));
    for (const [, { description }] of fields) expect(description).toMatch(/\S/);
  });
});

describe("accept", () => {
  test("what the SDK sends", async () => {
    const batches = await send({ ...SAMPLES });
    expect(batches.flatMap(({ events }) => events)).toHaveLength(Object.keys(SAMPLES).length);
    for (const batch of batches) expect(faultsOf(isBatch, batch)).toEqual([]);
  });

  const acceptsStandardEvent = async (name: string, properties: object): Promise<void> => {
    const [batch] = await send({ [name]: properties });
    expect(faultsOf(isEvent, batch?.events[0])).toEqual([]);
  };
  test.each(Object.entries(SAMPLES))("the standard event %s as it is sent", acceptsStandardEvent);

  test("an event of the site's own", async () => {
    const [batch] = await send({ newsletter_signup: { plan: "pro" } });
    expect(faultsOf(isEvent, batch?.events[0])).toEqual([]);
  });

  test("what is stored, and what the ingest answers to the good and the bad", async () => {
    const ingest = createTestIngest();
    const [batch] = await send({ login: {}, search: { query: "tea" } });
    const replies = [
      await ingest.send({ body: batch }),
      await ingest.send({ body: batch }),
      await ingest.send({ body: [null, { event_id: batch?.events[0]?.event_id, note: nest(16) }] }),
    ];

    expect(replies.map(({ body }) => [body["stored"], body["duplicate"]])).toEqual([
      [2, 0],
      [0, 2],
      [0, 0],
    ]);
    expect(replies[2]?.body["rejected"]).toHaveLength(2);
    for (const { body } of replies) expect(faultsOf(isAck, body)).toEqual([]);
    for (const event of ingest.events()) expect(faultsOf(isEvent, event)).toEqual([]);
  });

  test("what the ingest answers when the store is down", async () => {
    const down = createMemoryStore(() => ({ kind: "busy", code: "SlowDown" }));
    const { body } = await createTestIngest({ store: down }).send({ body: [buildWireEvent(), buildWireEvent()] });

    expect(body["retry"]).toHaveLength(2);
    expect(body["retry_after_ms"]).toBeGreaterThan(0);
    expect(faultsOf(isAck, body)).toEqual([]);
  });

  test("what is stored of a page that has numbers as ids, text as prices and null for what it does not know", async () => {
    const ingest = createTestIngest();
    const product = { id: 42, name: 7n, category: null, brand: true, price: "39.90 EUR", discountPrice: NaN };
    const items = [
      { ...product, quantity: 2 },
      { id: 43, price: "none", position: 2 },
    ];
    const [batch] = await send({
      add_to_cart: { product, quantity: 1 },
      cart_view: { items, value: 5, currency: "EUR" },
    });

    await ingest.send({ body: batch });

    const stored = { context_product_id: "42", context_product_name: "7", context_product_brand: "true" };
    const [added, cart] = ingest.events();
    expect(added).toMatchObject({ ...stored, context_product_price: 39.9 });
    expect(cart?.["properties"]).toEqual({
      items: [
        { ...stored, context_product_price: 39.9, quantity: 2 },
        { context_product_id: "43", position: 2 },
      ],
      value: 5,
      currency: "EUR",
    });
    for (const event of ingest.events()) expect(faultsOf(isEvent, event)).toEqual([]);
  });
});

describe("refuse in a standard event", () => {
  test.each([
    ["a property that is missing", "add_to_cart", {}, "/properties must have required property 'quantity'"],
    ["all properties that are missing", "search", undefined, " must have required property 'properties'"],
    ["a number as text", "add_to_cart", { quantity: "2" }, "/properties/quantity must be number"],
    ["no pieces", "remove_from_cart", { quantity: 0 }, "/properties/quantity must be > 0"],
    ["half a step", "checkout_step", { step: 1.5 }, "/properties/step must be integer"],
    ["a word that is not one of the list", "logout", { reason: "bored" }, "/properties/reason must be equal to one"],
    [
      "a currency by its sign",
      "refund",
      { order_id: "1", value: 1, currency: "€" },
      '/properties/currency must match pattern "^[A-Z]{3}$"',
    ],
    [
      "a price as text",
      "product_list_view",
      { list: "a", items: [{ context_product_id: "1", context_product_price: "9" }] },
      "/properties/items/0/context_product_price must be number",
    ],
    [
      "an item by the names of track()",
      "product_list_view",
      { list: "a", items: [{ id: "1" }] },
      "/properties/items/0 must have required property 'context_product_id'",
    ],
  ])("%s", (_what, event_name, properties, fault) => {
    const faults = faultsOf(isEvent, buildWireEvent({ event_name, properties }));
    expect(
      faults.some((each) => each.startsWith(fault)),
      faults.join("\n"),
    ).toBe(true);
  });
});

describe("refuse in an answer", () => {
  const ACK = { ok: true, server_time: "2026-11-24T08:00:00Z", stored: 1, duplicate: 0, rejected: [], retry: [] };

  test("nothing of one that is right", () => {
    expect(faultsOf(isAck, ACK)).toEqual([]);
  });

  test.each([
    ["a count that is missing", { stored: undefined }, " must have required property 'stored'"],
    ["a negative count", { duplicate: -1 }, "/duplicate must be >= 0"],
    ["half an event", { stored: 0.5 }, "/stored must be integer"],
    ["a day without a time", { server_time: "2026-11-24" }, '/server_time must match format "date-time"'],
    ["a rejection without its code", { rejected: [{ index: 0 }] }, "/rejected/0 must have required property 'code'"],
    ["a rejection of nothing", { rejected: [{ code: "a" }] }, "/rejected/0 must have required property 'event_id'"],
    ["an id that is none", { retry: ["e-1"] }, "/retry/0 must match pattern"],
    ["a number of events instead of their ids", { retry: 1 }, "/retry must be array"],
  ])("%s", (_what, fields, fault) => {
    const answer = JSON.parse(JSON.stringify({ ...ACK, ...fields })) as Value;
    expect(faultsOf(isAck, answer)).toContainEqual(expect.stringContaining(fault));
  });
});

/** Fields that the ingest mends, with a value that the schema refuses as it is sent, and takes as it is stored. */
const MENDED_BY_INGEST: Value = {
  // The clock of a visitor may say anything.
  event_timestamp: "yesterday",
  context_product_id: 42,
  context_product_name: 42,
  context_product_category: ["a"],
  context_product_brand: null,
  context_product_price: "39.90 EUR",
  context_product_discount_price: "free",
  context_product_url_path: 1,
};

/** Engines cannot read every text and every number, so the ingest changes what the schema takes. */
const isReadable = (value: unknown): boolean =>
  !/\\u(?:0000|d[89a-f])/.test(JSON.stringify(value)) && !(typeof value === "number" && Math.abs(value) >= 1e14);

const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);

/** What is too much of anything: the schema has no word for it, or none that holds for fields it does not know. */
const CHECKED_BY_INGEST: Readonly<Record<SizeFault, unknown>> = {
  too_deep: nest(16),
  event_too_large: Array(5).fill("x".repeat(8_000)),
};

describe("schema and ingest", () => {
  test("know the same fields", () => {
    const { properties } = JSON.parse(schemas.get("event.schema.json") ?? "{}") as { readonly properties: Value };
    expect(Object.keys(EVENT_FIELDS).sort()).toEqual(Object.keys(properties).sort());
  });

  const WORDS = [
    "page_view",
    "first",
    "logged_in",
    "anonymous",
    "018f3f2e-0000-7000-8000-000000000000",
    "",
    "-",
    "A",
    "_",
  ];
  /** What each run tries before chance does: both sides of each bound, in text that is longer in bytes as well. */
  const BOUNDS: readonly unknown[] = [
    ...[...WORDS, 0, 1, -1, 1.5, 2 ** 53, 2 ** 53 - 1, true, [], {}, ["a"]],
    ...["a", "Z", "-", "é", "🎁", "\u007f", "_"].flatMap((unit) =>
      [1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257].map((count) => unit.repeat(count)),
    ),
  ];
  const nearly = fc.oneof(
    fc.constantFrom(...BOUNDS),
    fc.uuid(),
    fc.uuid().map((id) => id.toUpperCase()),
    fc.string({ unit: fc.constantFrom("a", "b", "A", "0", "_", "-", "|", "@", ".", " ", "\n", "é"), maxLength: 6 }),
    fc.string({ unit: "binary" }),
    fc.jsonValue(),
  );

  test.each(Object.entries(EVENT_FIELDS))(
    "what the schema takes as %s is stored as it came, and what it refuses is stored as %s or kept apart",
    async (field, type) => {
      let taken = 0;
      let refused = 0;
      await fc.assert(
        fc.asyncProperty(nearly, async (value) => {
          // Absent for the ingest, as hand-written events often say it.
          fc.pre(value !== null && isReadable(value));
          const event = buildWireEvent({ [field]: value });
          const bare = isBatch({ batch_id: "b", sent_at: "2026-11-24T08:00:00Z", stream: STREAM, events: [event] });
          const { _ingest, ...stored } = await storeOne({ body: event });
          const { client_timestamp, original = {} } = _ingest;

          if (bare) expect(stored[field]).toEqual(value);
          else expect(stored[field] === undefined || fits(type, stored[field])).toBe(true);
          if (stored[field] !== value && client_timestamp === undefined && typeof value !== "object") {
            expect(original).toHaveProperty(field, value);
          }
          taken += Number(bare);
          refused += Number(!bare);
        }),
        { numRuns: 100, examples: BOUNDS.map((value) => [value]) },
      );
      expect(taken + Number(field === "event_timestamp")).toBeGreaterThan(0);
      expect(refused + Number(field.startsWith("page_") || type === "text")).toBeGreaterThan(0);
    },
    20_000,
  );

  const STREAM = { page_load_id: "p", last_seq: 1, dropped: {} };
  const count = fc.oneof(fc.nat(), fc.constantFrom(-1, 1.5, "1"));
  const id = fc.constantFrom("page-1", "", "a/b", 7);
  const report = {
    page_load_id: id,
    counted_by: fc.option(id, { nil: undefined }),
    last_seq: count,
    dropped: fc.dictionary(fc.constantFrom("expired", "rate_limited"), fc.nat()),
  };

  test("take and refuse the same as the report of a stream", () => {
    const stream = fc.record({ ...report, previous: fc.array(fc.record(report), { maxLength: 3 }) });
    fc.assert(
      fc.property(stream, (value) => {
        const isTaken = isBatch({
          batch_id: "b",
          sent_at: "2026-11-24T08:00:00Z",
          stream: value,
          events: [buildWireEvent()],
        });
        // A list of nothing is not stored.
        const whole = { ...value, previous: value.previous.length > 0 ? value.previous : undefined };
        expect(isTaken).toBe(JSON.stringify(readStream(value)) === JSON.stringify(whole));
      }),
    );
  });

  test.each(Object.entries(MENDED_BY_INGEST))("differ on %s: the ingest mends it", async (field, value) => {
    const event = buildWireEvent({ [field]: value });
    expect(isEvent(event)).toBe(false);
    expect(faultsOf(isEvent, await storeOne({ body: event }))).toEqual([]);
  });

  test.each(Object.entries(CHECKED_BY_INGEST))("differ on %s: only the ingest has bounds", (code, value) => {
    const event = buildWireEvent({ note: value });
    expect(faultsOf(isEvent, event)).toEqual([]);
    expect(validateEvent(event, 0)).toHaveProperty("rejection.code", code);
  });

  test("differ on what is missing: the ingest completes hand-written events", () => {
    const event = { event_name: "page_view" };
    expect(isEvent(event)).toBe(false);
    expect(validateEvent(event, 0).kind).toBe("valid");
  });
});
