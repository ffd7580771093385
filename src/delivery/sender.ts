/** Sends batches to the endpoint, one request at a time, until each event is acknowledged. */
import { byteLength } from "../byte-length.ts";
import type { DurableStore, Platform, RequestSettings, Undo } from "../platform/platform.ts";
import { toJson } from "../to-json.ts";
import { applyVerdict } from "./apply-verdict.ts";
import { backoffMs } from "./backoff.ts";
import type { BatchReport, DropReports } from "./drop-reports.ts";
import { judge, type Verdict } from "./judge.ts";
import { MAX_KEEPALIVE_BYTES } from "./limits.ts";
import type { Outbox, QueuedBatch } from "./outbox.ts";
import { createRetryState } from "./retry-state.ts";

export interface Sender {
  /** Takes an event as JSON. When the call ends, it is kept. */
  add(json: string, seq: number): void;
  /** Resolves when all that waited is acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Sends what fits into requests that outlive the page, which may be gone before an answer comes. */
  flushWithKeepalive(): void;
  /** Stops the timer. What still waits is kept for the visitor's next page. */
  stop(): void;
}

export interface SenderOptions extends RequestSettings {
  readonly flushIntervalMs: number;
  /** Begins the keys of what is shared by all pages of the visitor. */
  readonly prefix: string;
}

export interface SenderParts {
  readonly platform: Platform;
  readonly store: DurableStore;
  readonly outbox: Outbox;
  readonly dropReports: DropReports;
}

export function createSender(settings: SenderOptions, parts: SenderParts): Sender {
  const { platform, store, outbox, dropReports } = parts;
  const { flushIntervalMs, requestTimeoutMs, prefix } = settings;
  const retryState = createRetryState(platform, `${prefix}retry`);
  let cancelTimer: Undo | undefined;
  let running: Promise<void> | undefined;
  /** The page has just begun, is visible or online again, or `flush()` was called: a backoff need not be waited for. */
  let mayTryEarly = true;
  let isStopped = false;
  /** The most events of a request. Fewer, while something in a batch is refused and the answer does not say what. */
  let maxEvents = Infinity;
  /** Ids of batches that are sent with keepalive. */
  const inFlight = new Set<string>();
  let keepaliveBytesLeft = 0;

  const clearTimer = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const flushAfter = (delayMs: number): void => {
    if (isStopped) return;
    cancelTimer ??= platform.after(delayMs, () => {
      clearTimer();
      void flush();
    });
  };

  const maySend = (isEarly: boolean): boolean => {
    const { delayMs, isRequested } = retryState.read();
    return !isStopped && (delayMs === 0 || (isEarly && !isRequested));
  };

  /** Sends one batch, and returns whether the next may be sent at once. */
  const send = async (batch: QueuedBatch, keepalive: boolean): Promise<boolean> => {
    const { stream, forgetReported } = dropReports.report();
    const body = writeBody(batch, stream, platform.now());
    if (keepalive) keepaliveBytesLeft -= byteLength(body);
    if (keepalive && keepaliveBytesLeft < 0) return false;

    // Read before the request: tries that fail side by side, in this page and in others, count as one.
    const { failures } = retryState.read();
    // After a failure one request tries the endpoint, and the other pages wait for what becomes of it.
    if (failures > 0 && !keepalive) retryState.write(failures, requestTimeoutMs, true);

    const outcome = await platform.send({ ...settings, body, keepalive });
    const nowMs = platform.now();
    const verdict = judge(outcome, batch.id, nowMs);
    const mustWait = applyVerdict(batch, verdict, { nowMs, store, outbox });
    if (verdict.isReported) forgetReported();
    maxEvents = nextMaxEvents(verdict.kind, maxEvents, batch.events.size);

    // A request that the page's end cut off, or that the browser's quota refused, says nothing about the endpoint.
    if (keepalive && outcome.status === 0) return false;
    const { retryAfterMs } = verdict;
    const backoff = mustWait ? backoffMs(failures + 1, platform.random()) : 0;
    retryState.write(mustWait ? failures + 1 : 0, Math.max(retryAfterMs, backoff), retryAfterMs > 0);
    return !mustWait;
  };

  /** Sends the oldest batch of this page, or else of one that is gone. Returns whether the next may be sent at once. */
  const sendNext = async (): Promise<boolean> => {
    if (!maySend(mayTryEarly)) return false;
    const own = outbox.nextOwnBatch(maxEvents, inFlight);
    if (own) return send(own, false);
    if (!outbox.nextOrphanedBatch(maxEvents, inFlight)) return false;

    let maySendNext = false;
    // One page sends what pages that are gone have left. Should two, the store still has each event once.
    await platform.withLock(prefix, async () => {
      const orphaned = outbox.nextOrphanedBatch(maxEvents, inFlight);
      if (orphaned) maySendNext = await send(orphaned, false);
    });
    return maySendNext;
  };

  const sendAll = async (): Promise<void> => {
    while (await sendNext());
  };

  const scheduleNext = (): void => {
    running = undefined;
    mayTryEarly = false;
    clearTimer();
    if (outbox.count() > 0) flushAfter(retryState.read().delayMs || flushIntervalMs);
  };

  const flush = (): Promise<void> => {
    outbox.closeBatch();
    // Not in the task that tracks, and after the events over the limit were dropped. A browser may refuse the lock.
    running ??= Promise.resolve().then(sendAll).then(scheduleNext, scheduleNext);
    return running;
  };

  // For what earlier pages have left, even if this one tracks nothing.
  flushAfter(flushIntervalMs);
  void store.restored.then(() => flushAfter(flushIntervalMs));

  return {
    add(json, seq) {
      const isFull = outbox.append(json, seq);
      if (isFull) void flush();
      else flushAfter(flushIntervalMs);
    },
    flush() {
      mayTryEarly = true;
      return flush();
    },
    flushWithKeepalive() {
      outbox.closeBatch();
      if (!maySend(true)) return;
      keepaliveBytesLeft = MAX_KEEPALIVE_BYTES;
      while (keepaliveBytesLeft >= 0) {
        const batch = outbox.nextOwnBatch(maxEvents, inFlight);
        if (!batch) return;
        inFlight.add(batch.id);
        const onSent = (): unknown => inFlight.delete(batch.id);
        void send(batch, true).then(onSent, onSent);
      }
    },
    stop() {
      isStopped = true;
      clearTimer();
    },
  };
}

/** The events are JSON already, and stay byte for byte what was tracked. Pure. */
function writeBody({ id, events }: QueuedBatch, stream: BatchReport["stream"], nowMs: number): string {
  const head = toJson({ batch_id: id, sent_at: new Date(nowMs).toISOString(), stream });
  return `${head.slice(0, -1)},"events":[${[...events.values()].join()}]}`;
}

/** Finds by halves what is refused, and returns to whole batches afterwards. Pure. */
function nextMaxEvents(kind: Verdict["kind"], maxEvents: number, sentEvents: number): number {
  if (kind !== "split") return maxEvents * 2;
  return sentEvents > 1 ? Math.floor(sentEvents / 2) : Infinity;
}
