/** Which events can be stored, and which code the others get. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateEvent } from "../../examples/ingest-lambda/src/event/validate.ts";
import { serializeEvent } from "../../src/delivery/serialize.ts";
import { buildEvent, buildEventId } from "../support/test-ingest.ts";

const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
const withKeys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${String(at)}`, at]));

describe("accepts", () => {
  test.each([
    ["an event with nothing but a name", { event_name: "page_view" }],
    ["null for what the page does not know", buildEvent({ event_id: null, client_id: null, user_id: null })],
    ["a UUID of another version", buildEvent({ event_id: "f47ac10b-58cc-4372-a567-0e02b2c3d479" })],
    ["a user id that is a mail address", buildEvent({ user_id: "anna@example.com" })],
    ["a user id of a login service", buildEvent({ user_id: "auth0|5f7c8ec7" })],
    ["control characters in a value", buildEvent({ page_title: "a\u0000b\nc" })],
    ["fields that it does not know", buildEvent({ colour: { of: ["wall", 1, null, true] } })],
    ["a string of 8 Ki letters of two bytes, and an ellipsis", buildEvent({ note: `${"ä".repeat(8192)}…` })],
    ["16 levels", buildEvent({ properties: nest(15) })],
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
    ["no name", {}, "invalid_event_name"],
    ["an empty name", buildEvent({ event_name: "" }), "invalid_event_name"],
    ["a name in capitals", buildEvent({ event_name: "PageView" }), "invalid_event_name"],
    ["a name with a line break", buildEvent({ event_name: "page_view\n" }), "invalid_event_name"],
    ["a name of 65 letters", buildEvent({ event_name: "a".repeat(65) }), "invalid_event_name"],
    ["an id that is no UUID", buildEvent({ event_id: "1" }), "invalid_event_id"],
    ["an id that is a path", buildEvent({ event_id: "../../etc/passwd" }), "invalid_event_id"],
    ["an id in capitals", buildEvent({ event_id: buildEventId().toUpperCase() }), "invalid_event_id"],
    ["a UUID without a version", buildEvent({ event_id: "f47ac10b-58cc-0372-a567-0e02b2c3d479" }), "invalid_event_id"],
    ["the nil UUID", buildEvent({ event_id: "00000000-0000-0000-0000-000000000000" }), "invalid_event_id"],
    ["a client id with a slash", buildEvent({ client_id: "a/b" }), "invalid_client_id"],
    ["a client id with a NUL", buildEvent({ client_id: "a\u0000" }), "invalid_client_id"],
    ["a client id in other letters", buildEvent({ client_id: "ä" }), "invalid_client_id"],
    ["a session id of 65 letters", buildEvent({ session_id: "s".repeat(65) }), "invalid_session_id"],
    ["a stream that is a number", buildEvent({ page_load_id: 7 }), "invalid_page_load_id"],
    ["a sequence that begins at 0", buildEvent({ event_seq: 0 }), "invalid_event_seq"],
    ["a sequence in text", buildEvent({ event_seq: "1" }), "invalid_event_seq"],
    ["a user id with a line break", buildEvent({ user_id: "a\nb" }), "invalid_user_id"],
    ["a login state of its own", buildEvent({ user_login_state: "admin" }), "invalid_user_login_state"],
    ["an identity source that is an object", buildEvent({ identity_source: {} }), "invalid_identity_source"],
    ["17 levels", buildEvent({ properties: nest(16) }), "too_deep"],
    ["1,025 keys", { event_name: "page_view", properties: withKeys(1_023) }, "too_many_keys"],
    ["a key of 129 letters", buildEvent({ ["k".repeat(129)]: 1 }), "key_too_long"],
    ["a string of 8,194 letters", buildEvent({ note: "x".repeat(8194) }), "string_too_long"],
    ["more than 32 KiB", buildEvent({ notes: Array(5).fill("x".repeat(8000)) }), "event_too_large"],
    ["a number that JSON cannot hold", buildEvent({ total: JSON.parse("1e400") as unknown }), "number_out_of_range"],
  ])("%s", (_name, event, code) => {
    expect(validateEvent(event, 3)).toHaveProperty("rejection.code", code);
  });

  test("an event by its id where it has one, otherwise by its place", () => {
    const eventId = buildEventId();

    const named = validateEvent({ event_id: eventId }, 3);
    const nameless = validateEvent({ event_id: "x" }, 3);

    expect(named).toHaveProperty("rejection", { event_id: eventId, code: "invalid_event_name" });
    expect(nameless).toHaveProperty("rejection", { index: 3, code: "invalid_event_name" });
  });
});

describe("cleans", () => {
  test("keys that poison a prototype, at every level", () => {
    const json = '{"event_name":"a","__proto__":{"p":1},"properties":{"constructor":{"prototype":{"p":1}},"kept":1}}';

    const verdict = validateEvent(JSON.parse(json), 0);

    expect(JSON.stringify(verdict)).toBe('{"kind":"valid","event":{"event_name":"a","properties":{"kept":1}}}');
    expect({}).not.toHaveProperty("p");
  });

  test("lone surrogates, for which databases refuse a whole file", () => {
    expect(validateEvent(buildEvent({ note: "a\ud800b" }), 0)).toHaveProperty("event.note", "a\ufffdb");
  });
});

test("takes every event that the SDK can write", () => {
  const key = fc.string({ maxLength: 128 });
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("x", "ä", "🎁", "\u0000", "\ud800").map((unit) => unit.repeat(9_000)),
  );
  const properties = fc.oneof(
    fc.dictionary(key, fc.oneof(text, fc.anything({ key }))),
    fc.constant(withKeys(2_000)),
    fc.integer({ min: 1, max: 40 }).map((depth) => ({ deep: nest(depth) })),
  );
  fc.assert(
    fc.property(properties, (value) => {
      const json = serializeEvent({ ...buildEvent(), properties: value }, (copy) => copy);
      expect(json === undefined ? undefined : validateEvent(JSON.parse(json), 0)).not.toHaveProperty("rejection");
    }),
  );
});

test("takes no event that is larger than 32 KiB as JSON, however its bytes are spread", () => {
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
