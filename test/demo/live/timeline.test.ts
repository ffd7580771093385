/** Events over the last minutes. */
import { expect, test } from "vitest";
import { buildTimeline, STEP_MS } from "../../../examples/demo/live/client/timeline.ts";
import { buildTestRow } from "./test-rows.ts";

const NOW_MS = 1_000_002_000;

function countsAt(...receivedAtMs: readonly number[]): readonly number[] {
  return buildTimeline(
    receivedAtMs.map((ms) => buildTestRow({ receivedAtMs: ms })),
    NOW_MS,
  ).counts;
}

test("counts what came just now in the last step", () => {
  expect(countsAt(NOW_MS, NOW_MS - 1_000).at(-1)).toBe(2);
});

test("leaves out what is older than five minutes, and what a wrong clock puts into the future", () => {
  expect(countsAt(NOW_MS - 301_000, NOW_MS + 60_000).every((count) => count === 0)).toBe(true);
});

test("keeps an event in its bar while time goes by", () => {
  const rows = [buildTestRow({ receivedAtMs: NOW_MS })];
  const findStart = (nowMs: number): number | undefined => {
    const { startsS, counts } = buildTimeline(rows, nowMs);
    return startsS[counts.indexOf(1)];
  };
  expect(findStart(NOW_MS + STEP_MS)).toBe(findStart(NOW_MS));
});
