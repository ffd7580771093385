/** Counts what each page load gave out and what was dropped on purpose, so that a reader can tell what is missing. */
import { attempt } from "../attempt.ts";
import { toJson } from "../to-json.ts";
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

export type Report = StreamReport & { readonly previous?: readonly StreamReport[] | undefined };

export interface LedgerOptions {
  readonly prefix: string;
  readonly pageLoadId: string;
}

export interface Ledger {
  /** Gives out 1, 2, 3 ... It is called before anything may drop the event. */
  nextSeq(): number;
  /** Counts an event that is dropped on purpose. */
  drop(reason: DropReason, pageLoadId: string, seq: number): void;
  /** This page's stream, and streams of other pages that dropped something. */
  report(): Report;
  /** Strikes out what was reported, unless one of the `queueKeys` says that the stream may still drop more. */
  strike(report: Report, queueKeys: () => readonly string[]): void;
}

/**
 * What was dropped is written down, for a later page to report if this one can't. Counts only grow, so that a reader
 * may take the highest of several reports.
 */
export function createLedger({ prefix, pageLoadId }: LedgerOptions, store: Store): Ledger {
  const streamPrefix = `${prefix}stream:`;
  const unsaved = new Map<string, StreamReport>();
  const saved = new Map<string, StreamReport>();
  let lastSeq = 0;

  /** Another page may have counted on, or struck it out. Whatever lies there, the ingest checks each word of it. */
  const read = (id: string): StreamReport => {
    const stored = attempt(() => JSON.parse(store.read(streamPrefix + id) ?? "") as Partial<StreamReport> | null);
    const { last_seq, dropped } = unsaved.get(id) ?? stored ?? saved.get(id) ?? {};
    return { page_load_id: id, last_seq: Number(last_seq) || 0, dropped: { ...dropped } };
  };

  const save = (): void => {
    for (const [id, record] of unsaved) {
      store.write(streamPrefix + id, toJson(record));
      saved.set(id, record);
    }
    unsaved.clear();
  };

  return {
    nextSeq: () => ++lastSeq,
    drop(reason, id, seq) {
      const { last_seq, dropped } = read(id);
      // A loop that runs away drops a hundred thousand in one task.
      if (unsaved.size === 0) queueMicrotask(save);
      unsaved.set(id, {
        page_load_id: id,
        last_seq: Math.max(last_seq, seq),
        dropped: { ...dropped, [reason]: (dropped[reason] ?? 0) + 1 },
      });
    },
    report() {
      const ids = store.keys(streamPrefix).map((key) => key.slice(streamPrefix.length));
      // The ingest reads no more of one request.
      const previous = ids.filter((id) => id !== pageLoadId).slice(0, 16);
      return {
        ...read(pageLoadId),
        last_seq: lastSeq,
        previous: previous.length > 0 ? previous.map(read) : undefined,
      };
    },
    strike({ previous = [] }, queueKeys) {
      // Not its own: this page may be gone when another drops more of it.
      for (const record of previous) {
        const id = record.page_load_id;
        const isWhole = toJson(record) === toJson(read(id));
        if (isWhole && !queueKeys().some((key) => key.includes(id))) store.remove(streamPrefix + id);
      }
    },
  };
}
