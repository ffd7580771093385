/** Holds the events that no endpoint has acknowledged yet, each under a key of its own. */
import { byteLength } from "../byte-length.ts";
import { MAX_EVENT_BYTES } from "../limits.ts";
import type { Platform, Store } from "../platform/platform.ts";
import type { DropReason } from "./drop-reports.ts";
import { MAX_QUEUED_CHARS, MAX_QUEUED_EVENTS } from "./limits.ts";
import { buildBatchId, buildQueueKey, parseQueueKey, type QueueKey } from "./queue-key.ts";
import { eventIdOf } from "./queued-event.ts";

/** Events that are sent together, and together again when no answer came. */
export interface QueuedBatch {
  /** The `batch_id`. */
  readonly id: string;
  /** When it was begun, by the visitor's clock. */
  readonly createdMs: number;
  /** The events as JSON, by the keys where they are kept. */
  readonly events: ReadonlyMap<string, string>;
}

export interface Outbox {
  /** Keeps an event, and returns whether its batch is full now. */
  append(json: string, seq: number): boolean;
  /** Ends the batch that is growing: the next event begins another. */
  closeBatch(): void;
  /**
   * Returns the oldest batch of this page.
   *
   * @param maxEvents the most events to take
   * @param inFlight ids of batches that are on their way already
   */
  nextOwnBatch(maxEvents: number, inFlight: ReadonlySet<string>): QueuedBatch | undefined;
  /** Returns the oldest batch of a page that is gone. */
  nextOrphanedBatch(maxEvents: number, inFlight: ReadonlySet<string>): QueuedBatch | undefined;
  /** Forgets an event that will never be stored. */
  drop(key: string, reason: DropReason, code?: string): void;
  /** Returns how many events wait, of this page and of others. */
  count(): number;
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
  /** By then a living page has had its answer. Older batches are orphaned: their page is gone. */
  const orphanedAfterMs = options.flushIntervalMs + options.requestTimeoutMs;
  /** The batch that is growing. */
  let openId: string | undefined;
  let openEvents = 0;
  let openBytes = 0;
  let createdMs = 0;
  let isRoomCheckScheduled = false;

  /** Sorted: the oldest comes first. */
  const keys = (): string[] => [...store.keys(prefix)].sort();
  const parse = (key: string): QueueKey => parseQueueKey(key.slice(prefix.length));

  const drop = (key: string, reason: DropReason, code?: string): void => {
    const { pageLoadId: trackedBy, seq } = parse(key);
    store.remove(key);
    onDrop(reason, trackedBy, seq, code);
  };

  const dropOldestOverLimit = (): void => {
    isRoomCheckScheduled = false;
    let events = 0;
    let chars = 0;
    for (const key of keys().reverse()) {
      events++;
      // No event is longer, whatever a key says.
      chars += key.length + Math.min(MAX_EVENT_BYTES, parse(key).chars);
      if (events > MAX_QUEUED_EVENTS || chars > MAX_QUEUED_CHARS) drop(key, "overflow");
    }
  };

  const closeBatch = (): void => {
    openId = undefined;
    // Once for all batches of a burst.
    if (!isRoomCheckScheduled) queueMicrotask(dropOldestOverLimit);
    isRoomCheckScheduled = true;
  };

  const openBatch = (): string => {
    openEvents = 0;
    openBytes = 0;
    // At least a millisecond after the last one, so that each batch has an id, and ids sort as events were tracked.
    createdMs = Math.max(createdMs + 1, platform.now());
    return buildBatchId(createdMs, pageLoadId);
  };

  const isOwn = (key: QueueKey): boolean => key.pageLoadId === pageLoadId;

  /** A clock that was set back must not keep a batch for ever. */
  const isOrphaned = (key: QueueKey): boolean =>
    !isOwn(key) && Math.abs(platform.now() - key.createdMs) >= orphanedAfterMs;

  const oldestBatch = (
    isWanted: (key: QueueKey) => boolean,
    maxEvents: number,
    inFlight: ReadonlySet<string>,
  ): QueuedBatch | undefined => {
    let batch: QueuedBatch | undefined;
    const events = new Map<string, string>();
    for (const key of keys()) {
      const parsed = parse(key);
      const { batchId } = parsed;
      // Keys of one batch follow each other.
      if (events.size >= maxEvents || (batch && batch.id !== batchId)) break;
      if (batchId === openId || inFlight.has(batchId) || !isWanted(parsed)) continue;

      const json = store.read(key);
      if (json === undefined) continue;
      if (eventIdOf(json) === undefined) drop(key, "corrupt");
      else {
        batch = { id: batchId, createdMs: parsed.createdMs, events };
        events.set(key, json);
      }
    }
    return batch;
  };

  return {
    append(json, seq) {
      const bytes = byteLength(json);
      if (openId && openBytes + bytes > maxBatchBytes) closeBatch();
      openId ??= openBatch();
      store.write(prefix + buildQueueKey(openId, seq, json.length), json);
      openEvents++;
      openBytes += bytes;
      const isFull = openEvents >= maxBatchEvents || openBytes >= maxBatchBytes;
      if (isFull) closeBatch();
      return isFull;
    },
    closeBatch,
    nextOwnBatch: (...selection) => oldestBatch(isOwn, ...selection),
    nextOrphanedBatch: (...selection) => oldestBatch(isOrphaned, ...selection),
    drop,
    count: () => store.keys(prefix).length,
  };
}
