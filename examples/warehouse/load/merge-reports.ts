/** Merges the drop reports of many events: the highest count of each reason, by page load and by who counted. Pure. */
import type { StreamReport } from "../../../src/wire.ts";

/** What the page load `counted_by` dropped of the events of `page_load_id`, which may be itself. */
export interface MergedReport extends StreamReport {
  readonly counted_by: string;
}

/** Sorted, so that two writers lock the rows in the same order. */
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
