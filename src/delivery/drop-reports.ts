/** Counts what each page load tracked and what was dropped on purpose, so that a reader can tell what is missing. */
import { attempt } from "../attempt.ts";
import { MAX_PREVIOUS_STREAMS } from "../limits.ts";
import type { Platform, Store } from "../platform/platform.ts";
import { runSoon } from "../run-soon.ts";
import { parseJson, toJson } from "../to-json.ts";
import type { StreamReport } from "../wire.ts";
import { MAX_DROP_RECORD_CHARS } from "./limits.ts";

/** Why an event was dropped before it was stored. */
export type DropReason =
  /** Its name is not snake_case, or it could not be read at all. */
  | "invalid"
  /** It is larger than the endpoint takes. */
  | "too_large"
  /** A plugin of the site dropped it. */
  | "filtered"
  /** More than 2,000 events came at once, or more than 50 a second for long: a loop without end. */
  | "rate_limited"
  /** Too many events are waiting: the oldest are dropped. */
  | "overflow"
  /** The endpoint failed for three days. */
  | "expired"
  /** The endpoint refused this very event. */
  | "rejected"
  /** What an earlier page left behind can't be read any more. */
  | "corrupt";

/** What a batch reports of the events that were dropped. */
export interface BatchReport {
  /**
   * This page's stream, and what is written down of others. The ingest checks each field. A record that can't be read
   * is sent as `null`, so that it is forgotten like the others.
   */
  readonly stream: StreamReport & { readonly previous: readonly (StreamReport | undefined)[] };
  /** Removes the records that this report holds, and none that was written later. */
  readonly forgetReported: () => void;
}

export interface DropReportOptions {
  readonly prefix: string;
  readonly pageLoadId: string;
}

export interface DropReports {
  /** Gives out 1, 2, 3 ... It is called before anything may drop the event. */
  nextSeq(): number;
  /** Counts an event that is dropped on purpose. */
  count(reason: DropReason, pageLoadId: string, seq: number): void;
  /** Writes down what was counted. Without it, that is done at the end of the task. It is called when the page is hidden. */
  save(): void;
  report(): BatchReport;
}

export interface DropReportParts {
  readonly store: Store;
  readonly platform: Pick<Platform, "after">;
}

type Counts = Pick<StreamReport, "last_seq" | "dropped">;

const NOTHING: Counts = { last_seq: 0, dropped: {} };

/**
 * A page writes down what it has dropped itself, of whatever stream, for whichever page reports next, and counts on from
 * its memory. So no two pages write the same record, and a reader takes the highest count of each page and adds them up.
 */
export function createDropReports(
  { prefix, pageLoadId }: DropReportOptions,
  { store, platform }: DropReportParts,
): DropReports {
  const streamPrefix = `${prefix}stream:`;
  /** By stream. */
  const counts = new Map<string, Counts>();
  /** Streams whose record is out of date, with its key. */
  const unsaved = new Map<string, string>();
  let lastSeq = 0;
  let isSaveScheduled = false;
  /**
   * Keys of records, until one is written or removed here or the page is hidden. To list them takes milliseconds in a
   * full storage, and records of other pages can wait.
   */
  let listed: readonly string[] | undefined;

  const countsOf = (stream: string): Counts => counts.get(stream) ?? NOTHING;

  /** The record is the key. So a record never changes, and `localStorage` and IndexedDB can't differ in its value. */
  const recordKey = (stream: string): string =>
    streamPrefix + toJson({ page_load_id: stream, counted_by: pageLoadId, ...countsOf(stream) });

  const parseRecord = (key: string): StreamReport | undefined => {
    const record = key.slice(streamPrefix.length);
    return record.length > MAX_DROP_RECORD_CHARS ? undefined : attempt(() => parseJson(record) as StreamReport);
  };

  const save = (): void => {
    for (const [stream, replacedKey] of unsaved) {
      // Some storages take an empty value for a missing one.
      store.write(recordKey(stream), "1");
      store.remove(replacedKey);
    }
    unsaved.clear();
    listed = undefined;
  };

  /** At once, and then once a task: a loop without end drops a hundred thousand in microtasks. */
  const saveSoon = (): void => {
    if (isSaveScheduled) return;
    isSaveScheduled = true;
    runSoon(save);
    platform.after(0, () => {
      isSaveScheduled = false;
      save();
    });
  };

  return {
    nextSeq: () => ++lastSeq,
    count(reason, stream, seq) {
      saveSoon();
      if (!unsaved.has(stream)) unsaved.set(stream, recordKey(stream));
      const { last_seq, dropped } = countsOf(stream);
      counts.set(stream, {
        last_seq: Math.max(last_seq, seq),
        dropped: { ...dropped, [reason]: (dropped[reason] ?? 0) + 1 },
      });
    },
    save,
    report() {
      listed ??= store.keys(streamPrefix);
      const keys = listed.slice(0, MAX_PREVIOUS_STREAMS);
      return {
        stream: {
          page_load_id: pageLoadId,
          last_seq: lastSeq,
          dropped: countsOf(pageLoadId).dropped,
          previous: keys.map(parseRecord),
        },
        forgetReported() {
          for (const key of keys) {
            store.remove(key);
            listed = undefined;
          }
        },
      };
    },
  };
}
