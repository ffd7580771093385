/** Joins what many events report of the same page loads: the highest of each count. Pure. */
import type { StreamReport } from "../../src/wire.ts";

/** Sorted by page load, so that two writers take their locks in the same order. */
export function mergeReports(reports: readonly StreamReport[]): readonly StreamReport[] {
  const merged = new Map<string, StreamReport>();
  for (const report of reports) merged.set(report.page_load_id, merge(merged.get(report.page_load_id), report));
  return [...merged.values()].sort((one, other) => (one.page_load_id < other.page_load_id ? -1 : 1));
}

function merge(known: StreamReport | undefined, report: StreamReport): StreamReport {
  if (known === undefined) return report;
  const dropped = { ...known.dropped };
  for (const [reason, count] of Object.entries(report.dropped)) {
    dropped[reason] = Math.max(count, dropped[reason] ?? 0);
  }
  return { ...known, last_seq: Math.max(known.last_seq, report.last_seq), dropped };
}
