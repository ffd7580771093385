/** Computes from the stored files alone how much of each stream is missing, as a reader's SQL would. Pure. */
import { mergeReports } from "../../../examples/warehouse/load/merge-reports.ts";
import { sum } from "../shared/statistics.ts";
import type { StoredFile } from "./stored-file.ts";

export interface StreamCompleteness {
  readonly pageLoadId: string;
  readonly lastSeq: number;
  readonly stored: number;
  readonly dropped: number;
  readonly missing: number;
}

/**
 * `missing = last_seq - count(distinct event_seq) - sum(dropped)`, for each page load that an event or a report names. What was
 * dropped is the highest count of each reason by each page that counted, added up.
 */
export function computeCompleteness(files: readonly StoredFile[]): readonly StreamCompleteness[] {
  const seqs = new Map<string, Set<number>>();
  for (const { event } of files) {
    seqs.set(event.page_load_id, (seqs.get(event.page_load_id) ?? new Set()).add(event.event_seq));
  }
  const reports = files.flatMap(({ event: { _ingest } }) =>
    _ingest.stream ? [_ingest.stream, ...(_ingest.stream.previous ?? [])] : [],
  );
  const reportsById = Map.groupBy(mergeReports(reports), ({ page_load_id }) => page_load_id);
  return [...new Set([...seqs.keys(), ...reportsById.keys()])].map((pageLoadId) => {
    const told = reportsById.get(pageLoadId) ?? [];
    const stored = seqs.get(pageLoadId) ?? new Set();
    const lastSeq = Math.max(0, ...stored, ...told.map(({ last_seq }) => last_seq));
    const dropped = sum(told.flatMap((report) => Object.values(report.dropped)));
    return { pageLoadId, lastSeq, stored: stored.size, dropped, missing: lastSeq - stored.size - dropped };
  });
}

export function countMissing(files: readonly StoredFile[]): number {
  return sum(computeCompleteness(files).map(({ missing }) => missing));
}

export function countDropped(files: readonly StoredFile[]): number {
  return sum(computeCompleteness(files).map(({ dropped }) => dropped));
}

/**
 * Chooses files whose removal `countMissing` must find: some from the middle of the longest stream, so that others of it
 * are left to say how long it was.
 */
export function chooseFilesToDelete(files: readonly StoredFile[]): readonly StoredFile[] {
  const streams = [...Map.groupBy(files, ({ event }) => event.page_load_id).values()];
  const longest = streams.reduce((one, other) => (other.length > one.length ? other : one), []);
  const inOrder = longest.toSorted((one, other) => one.event.event_seq - other.event.event_seq);
  return inOrder.slice(0, -1).filter((_, index) => index % 3 === 1);
}
