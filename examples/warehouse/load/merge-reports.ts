/** Joins what many events report of the same page loads: the highest of each count, by who counted. Pure. */
import type { StreamReport } from "../../../src/wire.ts";

/** What one page load dropped of another, or of itself. */
export interface MergedReport extends StreamReport {
  readonly counted_by: string;
}

/** Sorted by page load and by who counted, so that two writers take their locks in the same order. */
export function mergeReports(reports: readonly StreamReport[]): readonly MergedReport[] {
  const merged = new Map<string, MergedReport>();
  for (const report of reports) {
    const { page_load_id, counted_by = page_load_id, last_seq, dropped } = report;
    // No id has a space.
    const key = `${page_load_id} ${counted_by}`;
    merged.set(key, merge(merged.get(key), { page_load_id, counted_by, last_seq, dropped }));
  }
  return [...merged].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, report]) => report);
}

function merge(known: MergedReport | undefined, report: MergedReport): MergedReport {
  if (known === undefined) return report;
  const dropped = { ...known.dropped };
  for (const [reason, count] of Object.entries(report.dropped)) {
    dropped[reason] = Math.max(count, dropped[reason] ?? 0);
  }
  return { ...known, last_seq: Math.max(known.last_seq, report.last_seq), dropped };
}
