/** Which events can be stored, and which code each of the others has. */
import { createRedactor } from "../../../src/event/redact-url.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_FIELDS } from "../../../examples/ingest-lambda/src/event-fields.ts";
import { parseJson } from "../../../examples/ingest-lambda/src/exact-json.ts";
import { rejectAll, validateEvent, validateEvents } from "../../../examples/ingest-lambda/src/event/validate.ts";
import { buildEvent as buildSdkEvent, type SeenFacts } from "../../../src/event/build-event.ts";
import { serializeEvent } from "../../../src/event/serialize-event.ts";
import { buildEvent, buildEventId } from "../../support/test-ingest.ts";

const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
const withKeys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${String(at)}`, at]));

/** An event of so many bytes as JSON, in letters of one, two and four bytes. */
function fillTo(bytes: number): object {
  const notes = ["ä".repeat(8_000), "🎁".repeat(2_000), "x".repeat(5_000)];
  const event = { event_name: "page_view", notes, rest: "" };
  return { ...event, rest: "x".repeat(bytes - Buffer.byteLength(JSON.stringify(event))) };
}

describe("accepts", () => {
  test.each([
    ["an event with nothing in it", {}],
    ["an event with nothing but a name", { event_name: "page_view" }],
    ["null for what the page does not know", buildEvent({ event_id: null, client_id: null, user_id: null })],
    ["a UUID of another version", buildEvent({ event_id: "f47ac10b-58cc-4372-a567-0e02b2c3d479" })],
    ["a user id that is a mail address", buildEvent({ user_id: "anna@example.com" })],
    ["a user id of a login service", buildEvent({ user_id: "auth0|5f7c8ec7" })],
    ["control characters in a value", buildEvent({ page_title: "a\u0000b\nc" })],
    ["unknown fields", buildEvent({ colour: { of: ["wall", 1, null, true] } })],
    ["a string of 16,000 letters of two bytes", buildEvent({ note: "ä".repeat(16_000) })],
    ["16 levels", buildEvent({ properties: nest(15) })],
    [
      "16 levels with a long number in them",
      buildEvent({ properties: parseJson(`${"[".repeat(15)}${"1".repeat(30)}${"]".repeat(15)}`) }),
    ],
    ["a name of 64 letters", buildEvent({ event_name: `a${"_".repeat(61)}09` })],
    ["ids of 64 letters", buildEvent({ client_id: "A-".repeat(32), session_id: "z_".repeat(32) })],
    ["a user id of 256 letters", buildEvent({ user_id: "ä".repeat(256) })],
    ["the first sequence number", buildEvent({ event_seq: 1 })],
    ["the largest sequence number", buildEvent({ event_seq: 2 ** 53 - 1 })],
    ["a visitor who is logged in", buildEvent({ user_login_state: "logged_in" })],
    ["a visitor who is anonymous", buildEvent({ user_login_state: "anonymous" })],
    ["2,500 keys", { event_name: "page_view", properties: withKeys(2_500) }],
    ["a key of 30,000 letters", buildEvent({ ["k".repeat(30_000)]: 1 })],
    ["the largest number", buildEvent({ total: Number.MAX_VALUE })],
    ["32 KiB", fillTo(32 * 1024)],
  ])("%s", (_name, event) => {
    expect(validateEvent(event, 0)).toEqual({ kind: "valid", event });
  });
});

describe("rejects", () => {
  test.each([
    ["null", null, "not_object"],
    ["a number", 1, "not_object"],
    ["a string", "page_view", "not_object"],
    ["an array in an array", [[]], "not_object"],
    ["a number with too many digits", parseJson("[12345678901234567890]"), "not_object"],
    ["17 levels", buildEvent({ properties: nest(16) }), "too_deep"],
    ["many keys", { event_name: "page_view", properties: withKeys(5_000) }, "event_too_large"],
    ["a long key", buildEvent({ ["k".repeat(32_768)]: 1 }), "event_too_large"],
    ["a long number", parseJson(`{"n":${"1".repeat(32_768)}}`), "event_too_large"],
    ["a byte more than 32 KiB", fillTo(32 * 1024 + 1), "event_too_large"],
  ])("%s", (_name, event, code) => {
    expect(validateEvent(event, 3)).toHaveProperty("rejection.code", code);
  });

  test("an event by its id where it has one, otherwise by its place", () => {
    const eventId = buildEventId();

    const named = validateEvent({ event_id: eventId, properties: nest(16) }, 3);
    const nameless = validateEvent({ event_id: "x", properties: nest(16) }, 3);

    expect(named).toHaveProperty("rejection", { event_id: eventId, code: "too_deep" });
    expect(nameless).toHaveProperty("rejection", { index: 3, code: "too_deep" });
  });
});

test("refuses no event for what one of its fields is, whatever that may be", () => {
  const fields = fc.dictionary(fc.constantFrom(...Object.keys(EVENT_FIELDS), "_ingest", "__proto__"), fc.jsonValue());
  fc.assert(
    fc.property(fields, (event) => {
      expect(validateEvent(event, 0)).toEqual({ kind: "valid", event });
    }),
  );
});

test("sorts the events of a request into valid and rejected, in their order", () => {
  const [first, second] = [buildEvent(), buildEvent()];

  expect(validateEvents([null, first, { deep: nest(16) }, second])).toEqual({
    valid: [first, second],
    rejected: [
      { index: 0, code: "not_object" },
      { index: 2, code: "too_deep" },
    ],
  });
});

test("rejects everything of a visitor who has opted out, by its place", () => {
  expect(rejectAll([buildEvent(), null], "opted_out")).toEqual({
    valid: [],
    rejected: [
      { index: 0, code: "opted_out" },
      { index: 1, code: "opted_out" },
    ],
  });
});

test("accepts every event that the SDK can write", () => {
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom("k", "ä").map((unit) => unit.repeat(300)),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("x", "ä", "🎁", "\u0000", "\ud800").map((unit) => unit.repeat(9_000)),
  );
  const properties = fc.oneof(
    fc.dictionary(key, fc.oneof(text, fc.anything({ key }))),
    fc.constant(withKeys(2_000)),
    fc.integer({ min: 1, max: 40 }).map((depth) => ({ deep: nest(depth) })),
  );
  let written = 0;
  fc.assert(
    fc.property(properties, (value) => {
      const given = { page: undefined, product: undefined, context: undefined, common: undefined, properties: value };
      const event = buildSdkEvent(buildEvent() as unknown as SeenFacts, given, createRedactor([]));
      const json = event && serializeEvent(event, false);
      if (json === undefined) return;
      written += 1;
      expect(validateEvent(JSON.parse(json), 0)).toHaveProperty("kind", "valid");
    }),
  );
  expect(written).toBeGreaterThan(50);
});

test("accepts an event of up to 32 KiB as JSON and no larger one, wherever its bytes are", () => {
  const long = fc
    .constantFrom("x", "ä", "🎁", "\u0000", '"')
    .chain((unit) => fc.integer({ min: 0, max: 3_000 }).map((count) => unit.repeat(count)));
  const number = fc.constantFrom(-1.7976931348623157e308, 5e-324, 1e20, 0);
  const field = fc.oneof(
    long,
    fc.array(number, { maxLength: 600 }),
    fc.dictionary(fc.string({ maxLength: 100 }), fc.oneof(long, number)),
  );
  fc.assert(
    fc.property(fc.array(field, { maxLength: 12 }), (fields) => {
      const event = { event_name: "a", fields };
      const isTooLarge = Buffer.byteLength(JSON.stringify(event)) > 32 * 1024;
      expect(validateEvent(event, 0).kind).toBe(isTooLarge ? "rejected" : "valid");
    }),
  );
});
