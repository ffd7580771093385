/** Which bodies the ingest can read, and the code for each that it refuses. */
import { describe, expect, test } from "vitest";
import { parseBody } from "../../../examples/ingest-lambda/src/request/body.ts";

const EVENT = { event_name: "page_view" };
/** Exactly the limit of 512 KiB, filled with white space. */
const LARGEST = JSON.stringify(EVENT).padEnd(512 * 1024);
const base64 = (body: string | Uint8Array): string => Buffer.from(body).toString("base64");

describe("reads", () => {
  test.each([
    ["one bare event", JSON.stringify(EVENT), false, [EVENT]],
    ["an array of events", JSON.stringify([EVENT, EVENT]), false, [EVENT, EVENT]],
    ["a batch", JSON.stringify({ batch_id: "b1", events: [EVENT] }), false, [EVENT]],
    ["a byte order mark before the JSON", `\uFEFF${JSON.stringify(EVENT)}`, false, [EVENT]],
    ["base64", base64(JSON.stringify(EVENT)), true, [EVENT]],
    ["base64 with a byte order mark", base64(`\uFEFF${JSON.stringify(EVENT)}`), true, [EVENT]],
    ["the last of two equal keys", '{"event_name":"a","event_name":"b"}', false, [{ event_name: "b" }]],
    ["a value that is no event, which validation rejects", "null", false, [null]],
    ["an event with a field that is called events", '{"events":3}', false, [{ events: 3 }]],
    [
      "an event that has a list called events",
      '{"event_name":"import_end","events":[1]}',
      false,
      [{ event_name: "import_end", events: [1] }],
    ],
    [
      "an event that has a list called events and a batch",
      '{"client_id":"c1","batch_id":"lot-7","events":[{"event_name":"a"}]}',
      false,
      [{ client_id: "c1", batch_id: "lot-7", events: [{ event_name: "a" }] }],
    ],
    ["a list of events alone", '{"events":[{"event_name":"page_view"}]}', false, [EVENT]],
    ["a batch with fields of another version", '{"sdk":"9","events":[{"event_name":"page_view"}]}', false, [EVENT]],
    ["brackets inside strings as text", JSON.stringify([{ note: '\\"[[[['.repeat(50) }]), false, undefined],
    ["512 KiB", LARGEST, false, [EVENT]],
    ["512 KiB in base64", base64(LARGEST), true, [EVENT]],
    ["50 events", JSON.stringify(Array(50).fill(EVENT)), false, Array(50).fill(EVENT)],
    ["64 levels", `${"[".repeat(64)}${"]".repeat(64)}`, false, undefined],
  ])("%s", (_name, body, isBase64Encoded, events) => {
    const parsed = parseBody(body, isBase64Encoded);

    expect(parsed.kind).toBe("parsed");
    if (events) expect(parsed).toHaveProperty("events", events);
  });

  test("keeps what surrounds the events of a batch, and nothing for bare events", () => {
    expect(parseBody('{"batch_id":"b1","events":[1]}', false)).toHaveProperty("batch.batch_id", "b1");
    expect(parseBody('{"batch_id":"b1"}', false)).toHaveProperty("batch", {});
  });
});

describe("refuses", () => {
  test.each([
    ["no body", undefined, false, "empty_body"],
    ["an empty body", "", false, "empty_body"],
    ["white space", " \n", false, "empty_body"],
    ["a lone byte order mark", "\uFEFF", false, "empty_body"],
    ["base64 of nothing", "!!!!", true, "empty_body"],
    ["half an object", '{"event_name":', false, "invalid_json"],
    ["a form", base64("event_name=page_view"), true, "invalid_json"],
    ["bytes that are no UTF-8", base64(Buffer.from([0x22, 0xff, 0x22])), true, "invalid_encoding"],
    ["an empty array", "[]", false, "no_events"],
    ["a batch without events", '{"events":[]}', false, "no_events"],
    ["51 events", JSON.stringify(Array(51).fill(EVENT)), false, "too_many_events"],
    ["one byte more than 512 KiB", `${LARGEST} `, false, "body_too_large"],
    ["one byte more than 512 KiB in base64", base64(`${LARGEST} `), true, "body_too_large"],
    ["more than 512 KiB of two-byte letters", `"${"ä".repeat(256 * 1024)}"`, false, "body_too_large"],
    ["65 levels", "[".repeat(65) + "]".repeat(65), false, "too_deep"],
    ["half a million levels", "[".repeat(500_000), false, "too_deep"],
  ])("%s", (_name, body, isBase64Encoded, code) => {
    expect(parseBody(body, isBase64Encoded)).toEqual({ kind: "refused", code });
  });
});
