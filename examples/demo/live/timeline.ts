/** Counts events over time, in sixty steps. Pure. */
import type { Row } from "./row.ts";

const STEPS = 60;

/** Shown where no time is chosen. */
export const DEFAULT_MINUTES = 5;

export interface Timeline {
  readonly stepMs: number;
  /** When each step begins, in seconds since 1970, as the chart expects it. */
  readonly startsS: readonly number[];
  readonly counts: readonly number[];
}

/** Steps begin at multiples of their length, so that a bar keeps its count while it moves on with time. */
export function buildTimeline(rows: readonly Row[], minutes: number, nowMs: number): Timeline {
  const stepMs = (minutes * 60_000) / STEPS;
  const endMs = (Math.floor(nowMs / stepMs) + 1) * stepMs;
  const beginMs = endMs - STEPS * stepMs;
  const counts = new Array<number>(STEPS).fill(0);
  for (const { receivedAtMs } of rows) {
    const step = Math.floor((receivedAtMs - beginMs) / stepMs);
    const count = counts[step];
    if (count !== undefined) counts[step] = count + 1;
  }
  return { stepMs, startsS: counts.map((_, step) => (beginMs + step * stepMs) / 1_000), counts };
}
