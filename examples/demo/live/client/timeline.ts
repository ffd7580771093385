/** Counts the events of the last five minutes in steps of five seconds. Pure. */
import type { Row } from "../row.ts";

export const STEP_MS = 5_000;
const STEPS = 60;

export interface Timeline {
  /** When each step begins, in seconds since 1970, as the chart expects it. */
  readonly startsS: readonly number[];
  readonly counts: readonly number[];
}

/** Steps begin at multiples of their length, so that a bar keeps its count while it moves on with time. */
export function buildTimeline(rows: readonly Row[], nowMs: number): Timeline {
  const endMs = (Math.floor(nowMs / STEP_MS) + 1) * STEP_MS;
  const beginMs = endMs - STEPS * STEP_MS;
  const counts = new Array<number>(STEPS).fill(0);
  for (const { receivedAtMs } of rows) {
    const step = Math.floor((receivedAtMs - beginMs) / STEP_MS);
    const count = counts[step];
    if (count !== undefined) counts[step] = count + 1;
  }
  return { startsS: counts.map((_, step) => (beginMs + step * STEP_MS) / 1_000), counts };
}
