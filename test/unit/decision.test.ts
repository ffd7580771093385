/** Proves that of two decisions the later counts, and that no refusal can be missed. */
import { expect, test } from "vitest";
import { laterDecision, parseDecision, writeDecision } from "../../src/decision.ts";

test("a decision is kept with its time, and with the time of the last refusal", () => {
  const granted = writeDecision("granted", undefined, 100);
  expect(parseDecision(granted)).toEqual({ state: "granted", madeMs: 100, refusedMs: 0 });
  const denied = writeDecision("denied", granted, 200);
  expect(parseDecision(denied)).toEqual({ state: "denied", madeMs: 200, refusedMs: 200 });
  expect(parseDecision(writeDecision("granted", denied, 300))).toEqual({
    state: "granted",
    madeMs: 300,
    refusedMs: 200,
  });
});

test("a refusal counts after a consent that was given while the clock was ahead", () => {
  const ahead = writeDecision("granted", undefined, 9_000);
  const denied = writeDecision("denied", ahead, 1_000);
  expect(laterDecision(ahead, denied)).toBe(denied);
  expect(laterDecision(denied, ahead)).toBe(denied);
});

test.each([
  ["granted 2 0", "denied 1 1", "granted 2 0"],
  ["granted 1 0", "denied 2 2", "denied 2 2"],
  // Those of version 0.1.0 have no time.
  ["granted", "denied", "denied"],
  ["denied", "granted", "denied"],
  ["denied", "granted 1 0", "granted 1 0"],
  ["granted 5 0", undefined, "granted 5 0"],
  [undefined, "pending 5 0", "pending 5 0"],
  ["yes 9 9", "granted 1 0", "granted 1 0"],
  ["granted 1 0", "yes 9 9", "granted 1 0"],
  [undefined, undefined, undefined],
])("of %j and %j, %j counts", (one, other, later) => {
  expect(laterDecision(one, other)).toBe(later);
});

test.each(["", "yes", "grantedly 1 1", "null", "[]"])("%j is no decision", (text) => {
  expect(parseDecision(text).state).toBeUndefined();
});
