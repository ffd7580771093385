/** The figures of the bench, and what becomes of those of several rounds. Pure. */

export type FigureName =
  | "createMs"
  | "callMedianUs"
  | "callMeanUs"
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
export type Sample = Readonly<Partial<Record<FigureName, number>>>;

/** Returns each figure's median over those samples that have it. */
export function takeMedians(samples: readonly Sample[]): Sample {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample) as FigureName[]));
  return Object.fromEntries([...names].map((name) => [name, median(samples.flatMap((each) => each[name] ?? []))]));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? upper;
  return (lower + upper) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
