/** Requests that a stranger may send, and what must hold of the answer and of what is stored. */
import fc from "fast-check";
import { EVENT_FIELDS, ITEM_FIELDS, type FieldType } from "../../examples/ingest-lambda/src/event-fields.ts";
import { fits } from "../../examples/ingest-lambda/src/event/field-types.ts";
import { NOTE_FIELDS } from "../../examples/ingest-lambda/src/event/note-fields.ts";
import { isExactNumber, parseJson } from "../../examples/ingest-lambda/src/exact-json.ts";
import { REFUSALS } from "../../examples/ingest-lambda/src/refusals.ts";
import {
  RECEIVED_AT,
  buildEvent,
  type Reply,
  type StoredEvent,
  type TestIngest,
  type TestRequest,
} from "./test-ingest.ts";

type Fields = Readonly<Record<string, unknown>>;

const KEY =
  /^events\/2026\/11\/(1[7-9]|2[0-5])\/(event-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json|batch-[0-9a-f]{32}\.ndjson\.gz)$/;

/** Names that the ingest knows, so that random events have them, and names that differ by case only. */
const known = [
  ...Object.keys(EVENT_FIELDS),
  ...Object.keys(ITEM_FIELDS),
  "items",
  "_ingest",
  "events",
  "batch_id",
  "stream",
];
const field = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...known) },
  fc.constantFrom("__proto__", "constructor", "Event_Name", "SESSION_NUMBER", "Colour", "colour", "k\u0000", "k\ud800"),
);

/** Stands for a number that a double cannot hold, until it is written. */
const longNumber = fc
  .constantFrom("12345678901234567890", "1e400", "-1e400", "1e-400", "0.1234567890123456789", "9".repeat(60))
  .map((digits) => `#${digits}#`);
const value = fc.oneof(
  { maxDepth: 4 },
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(
    "page_view",
    "Add to cart",
    "purchase",
    "logged_in",
    "jwt",
    "../",
    "\u0000",
    "a\ud800",
    RECEIVED_AT,
    1e308,
    -0,
    null,
  ),
  fc.constantFrom("19.99 EUR", "4,245.42", "1,234", "NaN", "1e999", true, 42, 1e200, "", "7", 1_700_000_000),
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  longNumber,
);
const product = fc.dictionary(field, value, { noNullPrototype: true });
const cart = fc.record({ items: fc.array(fc.oneof(product, value), { maxLength: 4 }) });
const event = fc.oneof(
  fc.dictionary(fc.oneof(field, fc.string()), value, { noNullPrototype: true }),
  fc.dictionary(field, value, { maxKeys: 3, noNullPrototype: true }).map((fields) => ({ ...buildEvent(), ...fields })),
  fc.tuple(product, cart).map(([fields, properties]) => buildEvent({ ...fields, event_name: "purchase", properties })),
  value,
);
const writeJson = (body: unknown): string => JSON.stringify(body).replace(/"#([^"]*)#"/g, "$1");

const body: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: event.map(writeJson) },
  {
    weight: 4,
    arbitrary: fc
      .record({ batch_id: value, sent_at: value, stream: value, events: fc.array(event, { maxLength: 8 }) })
      .map(writeJson),
  },
  { weight: 4, arbitrary: fc.array(event, { maxLength: 8 }).map(writeJson) },
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
export const fuzzedRequest: fc.Arbitrary<TestRequest> = fc.record(
  {
    body,
    headers: fc.dictionary(headerName, headerText, { noNullPrototype: true }),
    claims: fc.dictionary(fc.constantFrom("sub", "exp", "email"), headerText, { noNullPrototype: true }),
  },
  { requiredKeys: ["body"] },
);
const REASONS: readonly unknown[] = ["not_object", "opted_out"];

/** Names everything that must not be so; none, if all is right. */
export function findFuzzFaults(asked: TestRequest, { status, body }: Reply, ingest: TestIngest): readonly string[] {
  const stored = ingest.events();
  const rejected = (body["rejected"] ?? []) as readonly { readonly code: unknown }[];
  const keys = [...ingest.objects.keys()];
  const sent = stored.length === 1 ? readBareEvent(asked.body) : undefined;
  return [
    ...([200, 400, 403, 413].includes(status ?? 0) ? [] : [`status ${String(status)}`]),
    ...(hasKnownForm(body) ? [] : ["an answer of no known form"]),
    ...(ingest.log.length === 1 ? [] : ["not one line in the log"]),
    ...(stored.length === Number(body["stored"] ?? 0) ? [] : ["another number of events stored than said"]),
    ...rejected.filter(({ code }) => !REASONS.includes(code)).map(({ code }) => `rejected: ${String(code)}`),
    ...keys.filter((key) => !KEY.test(key)).map((key) => `key ${key}`),
    ...stored.flatMap(findWrongTypes),
    ...(sent === undefined ? [] : findLost(sent, [...ingest.objects.values()].join(""))),
  ];
}

/** The fields whose values no reader expects. */
export function findWrongTypes({ _ingest, ...event }: StoredEvent): readonly string[] {
  const { items } = Object(event["properties"]) as { readonly items?: unknown };
  const products = Array.isArray(items) ? items.filter((item) => Object(item) === item && !Array.isArray(item)) : [];
  return [
    ...compare(EVENT_FIELDS, event),
    ...compare(NOTE_FIELDS, _ingest),
    ...(products as readonly Fields[]).flatMap((item) => compare(ITEM_FIELDS, item)),
    ...["event_id", "event_timestamp"].filter((name) => event[name] === undefined),
  ];
}

function compare(types: Readonly<Record<string, FieldType>>, fields: Fields): readonly string[] {
  return Object.entries(types)
    .filter(([name, type]) => Object.hasOwn(fields, name) && !fits(type, fields[name]))
    .map(([name]) => `${name}: ${JSON.stringify(fields[name])}`);
}

function readBareEvent(body: unknown): unknown {
  try {
    const sent = parseJson(String(body).replace(/^\uFEFF/, ""));
    return Array.isArray(sent) || Object.hasOwn(Object(sent) as object, "events") ? undefined : sent;
  } catch {
    return undefined;
  }
}

/** The texts and numbers of an event that are nowhere in its file. */
export function findLost(sent: unknown, file: string): readonly string[] {
  const kept = new Set(listLeaves(parseJson(file)));
  return listLeaves(sent).filter((leaf) => !kept.has(leaf));
}

/** A text that an engine cannot read is kept as its source in JSON, and a number that none can as its digits. */
function listLeaves(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (isExactNumber(value)) return [value.rawJSON];
  if (typeof value !== "object") {
    const text = String(value);
    const isReadable = text.isWellFormed() && !text.includes("\0");
    return [isReadable ? text : JSON.stringify(text).slice(1, -1)];
  }
  return Object.values(value).flatMap(listLeaves);
}

function hasKnownForm(answer: Fields): boolean {
  if (answer["code"] !== undefined) return Object.hasOwn(REFUSALS, String(answer["code"])) && answer["ok"] === false;
  return typeof answer["ok"] === "boolean" && Array.isArray(answer["rejected"]) && Array.isArray(answer["retry"]);
}
