/** Holds the events that nobody has acknowledged yet, each under a key of its own. */
import type { Platform, Store } from "../platform/platform.ts";
import { byteLength } from "./byte-length.ts";
import type { DropReason } from "./drop-reports.ts";
import { idOf } from "./queued-event.ts";

/** Events that travel together, and again together when nobody has confirmed them. */
export interface QueuedBatch {
  /** The `batch_id`: `<time>-<page_load_id>`, the time in base 36. */
  readonly id: string;
  /** The events as JSON, by the keys where they are kept. */
  readonly events: ReadonlyMap<string, string>;
}

export interface Outbox {
  /** Keeps an event, and returns whether its batch is now full. */
  append(json: string, seq: number): boolean;
  /** Ends the batch that is growing: what comes next begins another. */
  seal(): void;
  /**
   * The oldest batch that waits.
   *
   * @param isOwn of this page, or else of one that is gone
   * @param taken ids of batches that are on their way already
   * @param limit the most events of it
   */
  next(isOwn: boolean, taken: ReadonlySet<string>, limit: number): QueuedBatch | undefined;
  /** Forgets an event that will never be stored. */
  drop(key: string, reason: DropReason, code?: string): void;
  /** Keys of all events that wait, of this page and of others: sorted, the oldest comes first. */
  readonly keys: () => readonly string[];
}

export interface OutboxOptions {
  readonly maxBatchEvents: number;
  readonly maxBatchBytes: number;
  readonly flushIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly prefix: string;
  readonly pageLoadId: string;
}

export interface OutboxParts {
  readonly store: Store;
  readonly platform: Pick<Platform, "now">;
  readonly onDrop: (reason: DropReason, pageLoadId: string, seq: number, code: string | undefined) => void;
}

export function createOutbox(options: OutboxOptions, { store, platform, onDrop }: OutboxParts): Outbox {
  const { maxBatchEvents, maxBatchBytes, pageLoadId } = options;
  const prefix = `${options.prefix}queue:`;
  /** By then a living page has had its answer. What is older and still here has lost its page, or all pages wait. */
  const orphanedAfterMs = options.flushIntervalMs + options.requestTimeoutMs;
  /** Names the batch that is growing. */
  let openId = "";
  let openEvents = 0;
  let openBytes = 0;
  let createdMs = 0;
  let isChecked = true;

  const keys = (): string[] => [...store.keys(prefix)].sort();

  /** `<batch_id>:<event_seq>:<characters>`. Anybody may write into a page's storage, so any of it may be missing. */
  const partsOf = (key: string): readonly string[] => key.slice(prefix.length).split(":");

  const drop = (key: string, reason: DropReason, code?: string): void => {
    const [id = "", seq] = partsOf(key);
    store.remove(key);
    onDrop(reason, id.replace(/.*?-/, ""), Number(seq) || 0, code);
  };

  /** Of this page and of earlier ones together: an outage of days fills no visitor's storage. */
  const makeRoom = (): void => {
    isChecked = true;
    let events = 0;
    let chars = 0;
    for (const key of keys().reverse()) {
      events++;
      // No event is longer, whatever a key says.
      chars += key.length + Math.min(32_768, Number(partsOf(key)[2]) || 0);
      if (events > 2_000 || chars > 1_048_576) drop(key, "overflow");
    }
  };

  const seal = (): void => {
    openId = "";
    openEvents = 0;
    openBytes = 0;
    // Once for all batches of a burst.
    if (isChecked) queueMicrotask(makeRoom);
    isChecked = false;
  };

  return {
    append(json, seq) {
      const bytes = byteLength(json);
      if (openBytes + bytes > maxBatchBytes) seal();
      if (!openId) {
        // A millisecond further each time, so that each batch has an id, and they sort in the order of tracking.
        createdMs = Math.max(createdMs + 1, platform.now());
        openId = `${createdMs.toString(36)}-${pageLoadId}`;
      }
      // So many digits that the events of a batch sort, too.
      store.write(`${prefix}${openId}:${String(seq).padStart(7, "0")}:${json.length}`, json);
      openEvents++;
      openBytes += bytes;
      const isFull = openEvents >= maxBatchEvents || openBytes >= maxBatchBytes;
      if (isFull) seal();
      return isFull;
    },
    seal,
    next(isOwn, taken, limit) {
      let batch: QueuedBatch | undefined;
      const events = new Map<string, string>();
      for (const key of keys()) {
        const [id = ""] = partsOf(key);
        // Keys of a batch stand together.
        if (batch && batch.id !== id) break;
        // A clock that was set back, or a time that is none, must not keep it for ever.
        const mayLive = Math.abs(platform.now() - parseInt(id, 36)) < orphanedAfterMs;
        const isMine = id.endsWith(pageLoadId);
        if (isMine !== isOwn || (mayLive && !isMine) || (openId && id === openId) || taken.has(id)) continue;

        const json = store.read(key);
        if (json === undefined) continue;
        if (idOf(json) === undefined) {
          drop(key, "corrupt");
          continue;
        }
        batch ??= { id, events };
        events.set(key, json);
        if (events.size >= limit) break;
      }
      return batch;
    },
    drop,
    keys,
  };
}
