/** Whose clock gives an event its timestamp. */
import { describe, expect, test } from "vitest";
import { parseJson } from "../../../examples/ingest-lambda/src/exact-json.ts";
import { resolveTimestamp } from "../../../examples/ingest-lambda/src/event/timestamp.ts";
import { RECEIVED_AT, RECEIVED_AT_MS } from "../../support/test-ingest.ts";

describe("keeps the client's timestamp as it came", () => {
  test.each([
    ["now", RECEIVED_AT],
    ["a week old", "2026-11-17T08:00:00.000Z"],
    ["a day ahead", "2026-11-25T08:00:00.000Z"],
    ["without milliseconds", "2026-11-24T08:00:00Z"],
    ["with an offset", "2026-11-24T15:00:00+07:00"],
    ["a day ahead with an offset", "2026-11-25T15:00:00+07:00"],
    ["a week old with an offset", "2026-11-16T23:30:00-08:30"],
  ])("%s", (_name, claimed) => {
    expect(resolveTimestamp(claimed, undefined, RECEIVED_AT_MS)).toEqual({
      time: { event_timestamp: claimed, timestamp_source: "client" },
      changes: [],
    });
  });
});

describe("takes the server's time and keeps what the client sent", () => {
  test.each([
    ["more than a week old", "2026-11-17T07:59:59.999Z"],
    ["more than a day ahead", "2026-11-25T08:00:00.001Z"],
    ["more than a day ahead with an offset", "2026-11-25T00:30:00-08:00"],
    ["the far future", "9999-12-31T23:59:59.999Z"],
    ["30 February", "2026-02-30T08:00:00.000Z"],
    ["month 13", "2026-13-01T08:00:00.000Z"],
    ["hour 25", "2026-11-24T25:00:00.000Z"],
    ["a date without a time", "2026-11-24"],
    ["a time without an offset", "2026-11-24T08:00:00.000"],
    ["an HTTP date", "Tue, 24 Nov 2026 08:00:00 GMT"],
    ["a text of 64 letters", "x".repeat(64)],
    ["an empty text", ""],
  ])("%s", (_name, claimed) => {
    expect(resolveTimestamp(claimed, undefined, RECEIVED_AT_MS)).toEqual({
      time: { event_timestamp: RECEIVED_AT, timestamp_source: "server", client_timestamp: claimed },
      changes: [],
    });
  });

  test.each([
    ["milliseconds", RECEIVED_AT_MS],
    ["seconds", RECEIVED_AT_MS / 1_000],
    ["zero", 0],
    ["minus one", -1],
    ["a number with too many digits", parseJson("12345678901234567890")],
  ])("%s, as text and as it came, so that the field has one type", (_name, claimed) => {
    expect(resolveTimestamp(claimed, undefined, RECEIVED_AT_MS)).toEqual({
      time: { event_timestamp: RECEIVED_AT, timestamp_source: "server", client_timestamp: JSON.stringify(claimed) },
      changes: [{ path: ["event_timestamp"], value: claimed }],
    });
  });

  test.each([
    ["a text of 65 letters", "x".repeat(65)],
    ["a text that no engine can read", "2026\u0000"],
    ["an object", { now: 1 }],
    ["a list", [RECEIVED_AT]],
    ["a boolean", true],
  ])("%s, only as it came", (_name, claimed) => {
    expect(resolveTimestamp(claimed, undefined, RECEIVED_AT_MS)).toEqual({
      time: { event_timestamp: RECEIVED_AT, timestamp_source: "server" },
      changes: [{ path: ["event_timestamp"], value: claimed }],
    });
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
  ])("but not %s", (_name, claimed) => {
    expect(resolveTimestamp(claimed, undefined, RECEIVED_AT_MS)).toEqual({
      time: { event_timestamp: RECEIVED_AT, timestamp_source: "server" },
      changes: [],
    });
  });
});

describe("corrects a clock that is far off by when the batch was sent", () => {
  test.each([
    ["a clock that is set to 2000", "2000-01-01T00:00:00.000Z", "2000-01-01T00:10:00.000Z", "2026-11-24T07:50:00.000Z"],
    [
      "a clock that is a year ahead",
      "2027-11-24T08:00:00.000Z",
      "2027-11-24T08:00:01.500Z",
      "2026-11-24T07:59:58.500Z",
    ],
    [
      "an event that is exactly a week old",
      "2000-01-01T00:00:00.000Z",
      "2000-01-08T00:00:00.000Z",
      "2026-11-17T08:00:00.000Z",
    ],
  ])("%s", (_name, claimed, sentAt, corrected) => {
    expect(resolveTimestamp(claimed, sentAt, RECEIVED_AT_MS)).toEqual({
      time: { event_timestamp: corrected, timestamp_source: "corrected", client_timestamp: claimed },
      changes: [],
    });
  });

  test.each([
    ["the time of sending is no date", "yesterday"],
    ["the batch has no time of sending", undefined],
    ["the event is still too old", "2000-01-08T00:00:00.001Z"],
    ["the event is still too far ahead", "1999-12-30T23:59:59.999Z"],
  ])("but not when %s", (_name, sentAt) => {
    expect(resolveTimestamp("2000-01-01T00:00:00.000Z", sentAt, RECEIVED_AT_MS)).toHaveProperty(
      "time.timestamp_source",
      "server",
    );
  });
});
