/** Counts what each page load gave out and what was dropped on purpose, so that a reader can tell what is missing. */
import { attempt } from "../attempt.ts";
import type { Store } from "../platform/platform.ts";
import type { StreamReport } from "../wire.ts";

/** Why an event was dropped before it was stored. */
export type DropReason =
  /** Its name is not snake_case, or it could not be read at all. */
  | "invalid"
  /** It is larger than the endpoint takes. */
  | "too_large"
  /** Thousands came at once, and more than 50 a second after that: a loop that runs away. */
  | "rate_limited"
  /** Too much is waiting: the oldest make room. */
  | "overflow"
  /** The endpoint failed for three days. */
  | "expired"
  /** The endpoint refused this very event. */
  | "rejected"
  /** What an earlier page left behind can't be read any more. */
  | "corrupt";

export type Report = StreamReport & { readonly previous?: readonly StreamReport[] };

export interface Ledger {
  /** Gives out 1, 2, 3 ... It is called before anything may drop the event. */
  nextSeq(): number;
  /** Counts an event that is dropped on purpose, by default the last one of this page. */
  drop(reason: DropReason, pageLoadId?: string, seq?: number): void;
  /** This page's stream, and streams of other pages that dropped something. */
  report(): Report;
  /** Strikes out what was reported, unless one of the `queueKeys` says that the stream may still drop more. */
  strike(report: Report, queueKeys: readonly string[]): void;
}

/** Reports of one request; the ingest reads no more. */
const MAX_PREVIOUS = 16;

/**
 * What was dropped is written down, for a later page to report if this one can't. Counts only grow, so that a reader
 * may take the highest of several reports.
 */
export function createLedger(store: Store, prefix: string, pageLoadId: string): Ledger {
  const records = new Map<string, StreamReport>();
  const unsaved = new Set<string>();
  let lastSeq = 0;

  const read = (id: string): StreamReport => {
    const known = records.get(id);
    if (known && unsaved.has(id)) return known;
    // Whatever lies there: the ingest checks each word of it. Another page may have counted on, or struck it out.
    const stored = attempt(() => JSON.parse(store.read(prefix + id) ?? "{}") as Partial<StreamReport>);
    const dropped: Record<string, number> = { ...stored?.dropped };
    for (const [reason, count] of Object.entries(known?.dropped ?? {})) {
      dropped[reason] = Math.max(count, dropped[reason] ?? 0);
    }
    return { page_load_id: id, last_seq: Math.max(Number(stored?.last_seq) || 0, known?.last_seq ?? 0), dropped };
  };

  const save = (): void => {
    for (const id of unsaved) store.write(prefix + id, JSON.stringify(read(id)));
    unsaved.clear();
  };

  return {
    nextSeq: () => ++lastSeq,
    drop(reason, id = pageLoadId, seq = lastSeq) {
      const { last_seq, dropped } = read(id);
      const counted = { ...dropped, [reason]: (dropped[reason] ?? 0) + 1 };
      records.set(id, { page_load_id: id, last_seq: Math.max(last_seq, seq), dropped: counted });
      // A loop that runs away drops a hundred thousand in one task.
      if (unsaved.size === 0) queueMicrotask(save);
      unsaved.add(id);
    },
    report() {
      const others = store.keys().flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
      const previous = others.filter((id) => id !== pageLoadId).slice(0, MAX_PREVIOUS);
      return {
        page_load_id: pageLoadId,
        last_seq: lastSeq,
        dropped: read(pageLoadId).dropped,
        ...(previous.length > 0 && { previous: previous.map(read) }),
      };
    },
    strike(report, queueKeys) {
      // Not its own: this page may be gone when another drops more of it.
      for (const { page_load_id: id, dropped } of report.previous ?? []) {
        const isWhole = JSON.stringify(read(id).dropped) === JSON.stringify(dropped);
        if (isWhole && !queueKeys.some((key) => key.includes(id))) store.remove(prefix + id);
      }
    },
  };
}
