/** Events over the last minutes. */
import { expect, test } from "vitest";
import { buildTimeline } from "../../../examples/demo/live/timeline.ts";
import { buildTestRow } from "./test-rows.ts";

const NOW_MS = 1_000_002_000;
const STEP_MS = 5_000;

function countsAt(...receivedAtMs: readonly number[]): readonly number[] {
  return buildTimeline(
    receivedAtMs.map((ms) => buildTestRow({ receivedAtMs: ms })),
    5,
    NOW_MS,
  ).counts;
}

test("counts what came just now in the last step", () => {
  expect(countsAt(NOW_MS, NOW_MS - 1_000).at(-1)).toBe(2);
});

test("leaves out what is older than five minutes, and what a wrong clock puts into the future", () => {
  expect(countsAt(NOW_MS - 301_000, NOW_MS + 60_000).every((count) => count === 0)).toBe(true);
});

test("has 60 steps of five seconds, of which the last is that of now", () => {
  const { startsS, counts } = buildTimeline([], 5, NOW_MS);

  expect(counts).toEqual(Array(60).fill(0));
  expect(startsS.at(-1)).toBe(1_000_000);
  expect(startsS[0]).toBe(1_000_000 - 295);
  expect(startsS[1]).toBe(1_000_000 - 290);
});

test("counts an event from the first moment of its step to the last", () => {
  expect(countsAt(1_000_000_000, 1_000_004_999, 1_000_005_000, 999_999_999).slice(-2)).toEqual([1, 2]);
  expect(countsAt(999_705_000, 999_704_999)[0]).toBe(1);
});

test("keeps an event in its bar while time goes by", () => {
  const rows = [buildTestRow({ receivedAtMs: NOW_MS })];
  const findStart = (nowMs: number): number | undefined => {
    const { startsS, counts } = buildTimeline(rows, 5, nowMs);
    return startsS[counts.indexOf(1)];
  };
  expect(findStart(NOW_MS + STEP_MS)).toBe(findStart(NOW_MS));
});

test("has sixty steps for any time", () => {
  const { stepMs, startsS } = buildTimeline([], 60, NOW_MS);
  expect([stepMs, startsS.length]).toEqual([60_000, 60]);
});
