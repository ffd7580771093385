/** The metrics of the bench, and their medians over several rounds. Pure. */
import { median } from "../shared/statistics.ts";

export type MetricName =
  | "createMs"
  | "callMedianUs"
  | "callMeanUs"
  | "timesFloor"
  | "threadUs"
  | "burstUs"
  | "blockMs"
  | "burstEvents"
  | "outageUs"
  | "heapMb"
  | "requests"
  | "sentBytes"
  | "plainBytes"
  | "bundleBytes";

/** What one visit has measured. */
export type Sample = Readonly<Partial<Record<MetricName, number>>>;

/** Returns each metric's median over those samples that have it. */
export function takeMedians(samples: readonly Sample[]): Sample {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample) as MetricName[]));
  return Object.fromEntries([...names].map((name) => [name, median(samples.flatMap((each) => each[name] ?? []))]));
}
