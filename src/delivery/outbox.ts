/** Holds the events that no endpoint has acknowledged yet, each under a key of its own. */
import { byteLength } from "../byte-length.ts";
import type { Platform, Store } from "../platform/platform.ts";
import { runSoon } from "../run-soon.ts";
import type { DropReason } from "./drop-reports.ts";
import { findOverflow } from "./find-overflow.ts";
import { buildBatchId, buildQueueKey, parseQueueKey, type QueueKey } from "./queue-key.ts";
import { eventIdOf, type QueuedBatch, type QueuedEvent } from "./queued-event.ts";

/**
 * Which events to take. `own`: the oldest batch of this page that is closed. `orphaned`: where there is none, the oldest
 * batch of a page that is gone. `crash`: all that this page has, the batch that is growing too.
 */
export type Selection = "own" | "orphaned" | "crash";

export interface Outbox {
  /** The keys of events in requests that are under way, each with whether its request outlives the page. */
  readonly inFlight: Map<string, boolean>;
  /** Keeps an event, and returns whether its batch is full now. */
  append(json: string, seq: number): boolean;
  /** Ends the batch that is growing: the next event begins another. Afterwards, the oldest events over the limits are dropped. */
  closeBatch(): void;
  /**
   * Returns what is to be sent next, as one batch. What a request that outlives the page carries is not taken again.
   *
   * @param skipped keys of events that are not to be taken either
   */
  nextBatch(of: Selection, maxEvents: number, skipped?: ReadonlySet<string>): QueuedBatch | undefined;
  /** Returns whether an event still waits. Another tab may have delivered it. */
  has(key: string): boolean;
  /** Forgets an event that is durable. */
  remove(key: string): void;
  /** Forgets an event that will never be stored. */
  drop(key: string, reason: DropReason, code?: string): void;
  /** Returns whether the oldest events had to be dropped just now, so that there is no room for one more. */
  isFull(): boolean;
  /** Returns whether nothing waits, as far as this page knows. */
  isEmpty(): boolean;
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
  const inFlight = new Map<string, boolean>();
  /**
   * The keys of this page's events, and then of those of other pages as they were last listed: the oldest first. Its own
   * are known without the storage, which may lie. Listing takes long in a full storage.
   */
  let keys = new Set<string>();
  /** The batch that is growing. */
  let openId: string | undefined;
  let openEvents = 0;
  let openBytes = 0;
  let createdMs = 0;
  let isRoomCheckScheduled = false;
  let isFull = false;

  const has = (key: string): boolean => store.read(key) !== undefined;
  const parse = (key: string): QueueKey => parseQueueKey(key.slice(prefix.length));
  const isOwn = (key: string): boolean => key.includes(`-${pageLoadId}:`);

  const listKeys = (): void => {
    const listed = new Set(store.keys(prefix));
    // Another tab may have delivered some.
    const own = [...keys].filter((key) => isOwn(key) && (listed.has(key) || has(key)));
    keys = new Set([...own, ...[...listed].sort()]);
  };

  const remove = (key: string): void => {
    store.remove(key);
    keys.delete(key);
  };

  const drop = (key: string, reason: DropReason, code?: string): void => {
    const { pageLoadId: trackedBy, seq } = parse(key);
    remove(key);
    onDrop(reason, trackedBy, seq, code);
  };

  const dropOldestOverLimit = (): void => {
    isRoomCheckScheduled = false;
    listKeys();
    const newestFirst = [...keys].sort().reverse();
    const overflow = findOverflow(newestFirst, (key) => parse(key).chars);
    isFull = overflow.length > 0;
    // What is on its way may be stored at this moment.
    for (const key of overflow) if (!inFlight.has(key)) drop(key, "overflow");
  };

  const closeBatch = (): void => {
    openId = undefined;
    // Once for all batches of a burst.
    if (!isRoomCheckScheduled) runSoon(dropOldestOverLimit);
    isRoomCheckScheduled = true;
  };

  const ageMsOf = (key: string): number => platform.now() - parse(key).createdMs;
  /** A clock that was set back must not keep a batch for ever. */
  const isOrphaned = (key: string): boolean => Math.abs(ageMsOf(key)) >= orphanedAfterMs;

  const nextBatch: Outbox["nextBatch"] = (of, maxEvents, skipped) => {
    let batch: QueuedBatch | undefined;
    const events = new Map<string, QueuedEvent>();
    for (const key of keys) {
      const { batchId } = parse(key);
      const isTaken = isOwn(key) || (of === "orphaned" && isOrphaned(key));
      if (!isTaken || inFlight.get(key) || skipped?.has(key) || (batchId === openId && of !== "crash")) continue;
      // Keys of one batch follow each other.
      if (events.size >= maxEvents || (batch && batch.id !== batchId && of !== "crash")) break;

      const json = store.read(key);
      if (json === undefined) continue;
      const id = eventIdOf(json);
      if (id === undefined) drop(key, "corrupt");
      else {
        batch = { id: batchId, ageMs: ageMsOf(key), isOrphaned: !isOwn(key), events };
        events.set(key, { id, json });
      }
    }
    return batch;
  };

  return {
    inFlight,
    append(json, seq) {
      const bytes = byteLength(json);
      if (openId && openBytes + bytes > maxBatchBytes) closeBatch();
      if (!openId) {
        openEvents = 0;
        openBytes = 0;
        // At least a millisecond after the last one, so that each batch has an id, and ids sort as events were tracked.
        createdMs = Math.max(createdMs + 1, platform.now());
        openId = buildBatchId(createdMs, pageLoadId);
      }
      const key = prefix + buildQueueKey(openId, seq, json.length);
      keys.add(key);
      store.write(key, json);
      openEvents++;
      openBytes += bytes;
      const isBatchFull = openEvents >= maxBatchEvents || openBytes >= maxBatchBytes;
      if (isBatchFull) closeBatch();
      return isBatchFull;
    },
    closeBatch,
    nextBatch,
    has,
    isFull: () => isFull,
    remove,
    drop,
    isEmpty: () => keys.size === 0,
    count() {
      listKeys();
      return keys.size;
    },
  };
}
