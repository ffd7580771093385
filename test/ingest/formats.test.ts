/** Dates: which texts are one, and which instant each of them means. */
import { expect, test } from "vitest";
import { parseIsoMs } from "../../examples/ingest-lambda/src/formats.ts";

const NOON_MS = Date.UTC(2026, 10, 24, 12);

test.each([
  ["2026-11-24T12:00:00Z", NOON_MS],
  ["2026-11-24T12:00:00.250Z", NOON_MS + 250],
  ["2026-11-24T12:00:00.250999999Z", NOON_MS + 250],
  ["2026-11-24T19:00:00+07:00", NOON_MS],
  ["2026-11-24T03:30:00-08:30", NOON_MS],
  ["2026-11-25T00:00:00+12:00", NOON_MS],
  ["2028-02-29T00:00:00Z", Date.UTC(2028, 1, 29)],
  ["2026-12-31T23:59:59Z", Date.UTC(2026, 11, 31, 23, 59, 59)],
])("%s is an instant", (text, instantMs) => {
  expect(parseIsoMs(text)).toBe(instantMs);
});

test.each([
  ["2026-02-29T00:00:00Z"],
  ["2026-04-31T00:00:00+07:00"],
  ["2026-00-10T00:00:00Z"],
  ["2026-13-10T00:00:00Z"],
  ["2026-11-24T12:60:00Z"],
  ["2026-11-24T12:00:00.Z"],
  ["2026-11-24T12:00:00.0123456789Z"],
  ["2026-11-24T12:00:00+0700"],
  ["2026-11-24 12:00:00Z"],
  ["2026-11-24T12:00:00"],
  [" 2026-11-24T12:00:00Z"],
  [NOON_MS],
  [null],
])("%j is none", (value) => {
  expect(parseIsoMs(value)).toBeUndefined();
});
