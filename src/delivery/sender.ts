/** Sends batches to the endpoint, one request at a time, until each event is acknowledged. */
import { byteLength } from "../byte-length.ts";
import type { LifecycleEvent, OutgoingRequest, Platform, RequestSettings, Undo } from "../platform/platform.ts";
import { runSoon } from "../run-soon.ts";
import { applyVerdict } from "./apply-verdict.ts";
import { backoffMs, countFailures } from "./backoff.ts";
import type { BatchReport, DropReports } from "./drop-reports.ts";
import { judge, type JudgeParts } from "./judge.ts";
import { CRASH_REQUEST_DELAY_MS, MAX_CRASH_EVENTS, MAX_KEEPALIVE_BYTES } from "./limits.ts";
import { nextMaxEvents } from "./next-max-events.ts";
import type { Outbox } from "./outbox.ts";
import type { QueuedBatch } from "./queued-event.ts";
import { createRetryState } from "./retry-state.ts";
import { writeBody } from "./write-body.ts";

export interface Sender {
  /** Takes an event as JSON. When the call ends, it is kept. */
  add(json: string, seq: number): void;
  /** Resolves when all that waited is acknowledged, or a try has failed. Never rejects. */
  readonly flush: () => Promise<void>;
  /** Sends all waiting events. While the page is hidden, each event is sent at the end of its task: the page may be gone then. */
  readonly onLifecycleEvent: (event: LifecycleEvent) => void;
  /** Sends what fits into requests that outlive the page, and stops. What still waits is kept for the visitor's next page. */
  close(): void;
}

export interface SenderOptions extends RequestSettings, Pick<JudgeParts, "acknowledge"> {
  readonly flushIntervalMs: number;
  /** Begins the keys of what is shared by all pages of the visitor. */
  readonly prefix: string;
}

export interface SenderParts {
  readonly platform: Platform;
  /** Resolves when what only IndexedDB had is back. */
  readonly restored: Promise<void>;
  readonly outbox: Outbox;
  readonly dropReports: DropReports;
}

/** A request, and what is to be done when its report is stored. */
interface PreparedRequest extends OutgoingRequest, Pick<BatchReport, "forgetReported"> {}

export function createSender(
  settings: SenderOptions,
  { platform, restored, outbox, dropReports }: SenderParts,
): Sender {
  const { acknowledge, flushIntervalMs, requestTimeoutMs, prefix } = settings;
  const retryState = createRetryState(platform, `${prefix}retry`);
  let cancelTimer: Undo | undefined;
  let running: Promise<void> | undefined;
  /** The page has just begun, is visible or online again, or `flush()` was called: a backoff need not be waited for. */
  let mayTryEarly = true;
  let isHidden = false;
  let isStopped = false;
  /** The most events of a request. Fewer, while something in a batch is refused and the answer does not say what. */
  let maxEvents = Infinity;
  /** The endpoint has taken an event since it last refused one without a reason. */
  let isTrusted = false;
  /** The keys of events whose last try has failed. The others have their turn first, so that nothing holds them up. */
  const failed = new Set<string>();
  let isCrashRequestScheduled = !platform.sendLater;
  let keepaliveBytesLeft = MAX_KEEPALIVE_BYTES;

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

  const prepare = (batch: QueuedBatch, keepalive: boolean): PreparedRequest => {
    const { stream, forgetReported } = dropReports.report();
    const body = writeBody(batch, stream, platform.now());
    return { ...settings, body, keepalive, forgetReported };
  };

  /** Leaves with the browser what nobody has acknowledged, for the case that the page crashes and nobody comes back. */
  const replaceCrashRequest = (): void => {
    const batch = isStopped ? undefined : outbox.nextBatch("crash", MAX_CRASH_EVENTS);
    platform.sendLater?.(batch && prepare(batch, true));
  };

  /** Sends one batch, and returns whether the next may be sent at once. */
  const send = async (batch: QueuedBatch, request: PreparedRequest): Promise<boolean> => {
    const { keepalive, body, forgetReported } = request;
    const keys = [...batch.events.keys()];
    // Before the request: tries that fail side by side, in this page and in others, count as one.
    const { failures } = retryState.read();
    // After a failure one page tries for all. One page sends what others have left: if two do, it is stored once all the same.
    if (!keepalive && (failures > 0 || batch.isOrphaned)) retryState.write(failures, requestTimeoutMs, failures > 0);

    const keepaliveBytes = keepalive ? byteLength(body) : 0;
    keepaliveBytesLeft -= keepaliveBytes;
    for (const key of keys) outbox.inFlight.set(key, keepalive);
    const outcome = await platform.send(request);
    for (const key of keys) outbox.inFlight.delete(key);
    keepaliveBytesLeft += keepaliveBytes;

    const verdict = judge(outcome, batch, { acknowledge, isTrusted });
    const mustWait = applyVerdict(batch, verdict, outbox);
    if (verdict.isReported) forgetReported();
    if (verdict.kind === "acknowledged") isTrusted = verdict.rejected.size < keys.length;
    maxEvents = nextMaxEvents(verdict, maxEvents, keys.length);

    // The page's end or the browser's quota stopped it: that says nothing about the endpoint. A timer sends from now on.
    if (keepalive && outcome.status === 0) {
      isHidden = false;
      return false;
    }
    if (mustWait) for (const key of keys) failed.add(key);
    const nextFailures = countFailures(verdict.kind, failures, mustWait);
    const delayMs = Math.max(verdict.retryAfterMs, mustWait ? backoffMs(nextFailures, platform.random()) : 0);
    // A page whose own events arrive does not end what another one has claimed.
    const isOthersClaim = retryState.read().isClaim && !batch.isOrphaned;
    if (nextFailures || delayMs || !isOthersClaim) retryState.write(nextFailures, delayMs, verdict.retryAfterMs > 0);
    return !mustWait;
  };

  const sendAll = async (): Promise<void> => {
    while (maySend(mayTryEarly)) {
      const batch = outbox.nextBatch(retryState.read().isClaim ? "own" : "orphaned", maxEvents, failed);
      const mayGoOn = batch ? await send(batch, prepare(batch, false)) : failed.size > 0;
      if (!mayGoOn) return;
      // The turn of those that have failed.
      if (!batch) failed.clear();
    }
  };

  const scheduleNext = (): void => {
    running = undefined;
    mayTryEarly = false;
    clearTimer();
    if (!outbox.isEmpty()) flushAfter(retryState.read().delayMs || flushIntervalMs);
    isCrashRequestScheduled = !platform.sendLater;
    replaceCrashRequest();
  };

  const flush = (): Promise<void> => {
    outbox.closeBatch();
    // Not in the task that tracks, and after the events over the limit were dropped.
    running ??= Promise.resolve().then(sendAll).then(scheduleNext, scheduleNext);
    return running;
  };

  const flushEarly = (): Promise<void> => {
    mayTryEarly = true;
    return flush();
  };

  const flushWithKeepalive = (isEarly: boolean): void => {
    outbox.closeBatch();
    dropReports.save();
    while (maySend(isEarly)) {
      const batch = outbox.nextBatch("own", maxEvents);
      const request = batch && prepare(batch, true);
      if (!request || byteLength(request.body) > keepaliveBytesLeft) break;
      void send(batch, request);
    }
    replaceCrashRequest();
  };

  // For what earlier pages have left, even if this one tracks nothing.
  flushAfter(flushIntervalMs);
  void restored.then(() => flushAfter(flushIntervalMs));

  return {
    add(json, seq) {
      if (outbox.append(json, seq)) void flush();
      else flushAfter(flushIntervalMs);
      if (isHidden) runSoon(() => flushWithKeepalive(false));
      // Once a flush: each time costs 0.25 ms.
      if (!isCrashRequestScheduled) platform.after(CRASH_REQUEST_DELAY_MS, replaceCrashRequest);
      isCrashRequestScheduled = true;
    },
    flush: flushEarly,
    onLifecycleEvent(event) {
      if (event !== "online") isHidden = event === "hidden";
      if (event === "hidden") flushWithKeepalive(true);
      else void flushEarly();
    },
    close() {
      flushWithKeepalive(true);
      isStopped = true;
      clearTimer();
      replaceCrashRequest();
    },
  };
}
