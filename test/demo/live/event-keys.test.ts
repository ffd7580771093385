/** Tells events' keys from everything else, and finds a moment among them. */
import { expect, test } from "vitest";
import { buildKeyBefore, buildRecentDays, isEventKey } from "../../../examples/demo/live/event-keys.ts";
import { buildTestKey } from "./test-rows.ts";

const NOON_MS = Date.parse("2026-11-24T12:00:00Z");

test("knows an event's key", () => {
  expect(isEventKey(buildTestKey(NOON_MS))).toBe(true);
});

test.each([
  "events/2026/11/24/event-01a20cb9-5645-7003-841a-a53e74af6162.json.tmp",
  "events/2026/11/24/.event-01a20cb9-5645-7003-841a-a53e74af6162.json",
  ".incoming/01a20cb9-5645-7003-841a-a53e74af6162",
  "events/2026/11/24/../../../../etc/passwd",
  "../events/2026/11/24/event-01a20cb9-5645-7003-841a-a53e74af6162.json",
  "",
])("takes %j for no event", (key) => {
  expect(isEventKey(key)).toBe(false);
});

test("looks at yesterday, today, and tomorrow for clocks that are ahead", () => {
  expect(buildRecentDays(Date.parse("2027-01-01T00:30:00Z"))).toEqual([
    "events/2027/01/02",
    "events/2027/01/01",
    "events/2026/12/31",
  ]);
});

test("sorts a moment after the keys of before and before the keys of then", () => {
  const before = buildKeyBefore(NOON_MS);
  expect(before > buildTestKey(NOON_MS - 1)).toBe(true);
  expect(before < buildTestKey(NOON_MS)).toBe(true);
});

test("sorts a moment of yesterday before the keys of today", () => {
  const midnightMs = Date.parse("2026-11-24T00:00:00Z");
  expect(buildKeyBefore(midnightMs - 60_000) < buildTestKey(midnightMs)).toBe(true);
});
