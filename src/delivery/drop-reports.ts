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

/** What a batch tells of the events that were dropped. */
export interface Report {
  /** This page's stream, and what else is written down. The ingest checks each word, so what can't be read stays in. */
  readonly stream: StreamReport & { readonly previous: readonly (StreamReport | undefined)[] };
  /** Forgets what was written down and is reported now: that, and nothing that came later. */
  readonly strike: () => void;
}

export interface LedgerOptions {
  readonly prefix: string;
  readonly pageLoadId: string;
}

export interface Ledger {
  /** Gives out 1, 2, 3 ... It is called before anything may drop the event. */
  nextSeq(): number;
  /** Counts an event that is dropped on purpose. */
  drop(reason: DropReason, pageLoadId: string, seq: number): void;
  report(): Report;
}

/**
 * What was dropped is written down, for whichever page reports next. A page writes what it has counted itself, of whatever
 * stream, and counts on from its memory, whoever reports it. So no two pages write one record, and a reader takes the
 * highest count of each page and adds them up.
 */
export function createLedger({ prefix, pageLoadId }: LedgerOptions, store: Store): Ledger {
  const streamPrefix = `${prefix}stream:`;
  // Ours have a third of it. What is longer is somebody's mistake, and half a record can't be read.
  const longestKey = 999;
  /** By stream. */
  const counts = new Map<string, Pick<StreamReport, "last_seq" | "dropped">>();
  /** Streams that are still to be written down. */
  const unsaved = new Set<string>();
  let lastSeq = 0;

  /** The record is the key: it never changes, and of two homes none has to be told for the newer. */
  const keyOf = (page_load_id: string): string =>
    streamPrefix + toJson({ page_load_id, counted_by: pageLoadId, ...counts.get(page_load_id) });

  return {
    nextSeq: () => ++lastSeq,
    drop(reason, id, seq) {
      // A loop that runs away drops a hundred thousand in one task.
      if (!unsaved.has(id)) {
        const former = keyOf(id);
        unsaved.add(id);
        queueMicrotask(() => {
          unsaved.delete(id);
          // Not empty: that reads as absent in places.
          store.write(keyOf(id), "1");
          store.remove(former);
        });
      }
      const { last_seq = 0, dropped = {} } = { ...counts.get(id) };
      counts.set(id, {
        last_seq: Math.max(last_seq, seq),
        dropped: { ...dropped, [reason]: (dropped[reason] ?? 0) + 1 },
      });
    },
    report() {
      // The ingest reads no more of one request.
      const keys = store.keys(streamPrefix).slice(0, 16);
      return {
        stream: {
          page_load_id: pageLoadId,
          dropped: {},
          ...counts.get(pageLoadId),
          last_seq: lastSeq,
          previous: keys.map((key) =>
            attempt(() => JSON.parse(key.slice(streamPrefix.length, longestKey)) as StreamReport),
          ),
        },
        strike: () => {
          for (const key of keys) store.remove(key);
        },
      };
    },
  };
}
