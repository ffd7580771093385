/** The loop that brings events to the endpoint: one request at a time, until each is acknowledged. */
import type { DurableStore, Platform, Undo } from "../platform/platform.ts";
import { backoffMs } from "./backoff.ts";
import { byteLength } from "./byte-length.ts";
import { judge } from "./judge.ts";
import type { Ledger, Report } from "./ledger.ts";
import type { Outbox, Segment } from "./outbox.ts";
import { readPatience, writePatience, type Patience } from "./patience.ts";
import { settle, type OnDrop } from "./settle.ts";

export interface Sender {
  /** Takes an event as JSON. When the task ends, it is kept. */
  add(json: string): void;
  /** Resolves when all that waited is acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Sends what can't wait for an answer, since the page may be gone before it. */
  leave(): void;
  /** Stops the clock. What still waits is kept for the visitor's next page. */
  stop(): void;
}

export interface SenderOptions {
  readonly endpoint: string;
  readonly flushIntervalMs: number;
  readonly requestTimeoutMs: number;
  /** Begins the keys of what is shared by all pages of the visitor. */
  readonly prefix: string;
}

export interface SenderParts {
  readonly platform: Platform;
  readonly store: DurableStore;
  readonly outbox: Outbox;
  readonly ledger: Ledger;
  readonly onDrop: OnDrop;
}

/**
 * Keepalive bodies in flight share 64 KiB with every other script of the document. A quarter is left to them.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const MAX_LEAVING_BYTES = 49_152;

export function createSender(
  { endpoint, flushIntervalMs, requestTimeoutMs: timeoutMs, prefix }: SenderOptions,
  { platform, store, outbox, ledger, onDrop }: SenderParts,
): Sender {
  const patienceKey = `${prefix}wait`;
  let cancelTimer: Undo | undefined;
  let running: Promise<void> | undefined;
  let hasWarned = false;
  const leaving = new Set<string>();

  const patience = (): Patience => readPatience(platform.local, patienceKey, platform.now());

  const stop = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const arm = (delayMs: number): void => {
    stop();
    cancelTimer = platform.after(delayMs, () => {
      stop();
      void flush(false);
    });
  };

  /** Tells all pages of the visitor to wait. Returns false: the next segment has to, as well. */
  const wait = (waitMs: number, isOrdered: boolean, failures: number): false => {
    writePatience(platform.local, patienceKey, platform.now(), { failures, waitMs, isOrdered });
    arm(waitMs);
    return false;
  };

  const bodyOf = ({ id, events }: Segment, stream: Report): string => {
    const head = JSON.stringify({ batch_id: id, sent_at: new Date(platform.now()).toISOString(), stream });
    // The events are JSON already, and stay byte for byte what was tracked.
    return `${head.slice(0, -1)},"events":[${events.join()}]}`;
  };

  /** Returns whether the next segment may go at once. */
  const send = async (segment: Segment, isLeaving: boolean, report: Report, body: string): Promise<boolean> => {
    const outcome = await platform.send({ endpoint, body, timeoutMs, leaving: isLeaving });
    // Of two requests for one segment, the first answer settles it.
    if (!outbox.has(segment.key)) return true;

    const verdict = judge(outcome, segment.id, platform.now());
    const mustWait = settle(segment, verdict, platform.now(), outbox, onDrop);
    const { kind, afterMs } = verdict;
    if (kind === "acknowledged" && verdict.isReported) ledger.strike(report, outbox.keys());
    if (kind === "hold" && !hasWarned) {
      platform.warn(`clickstream: ${endpoint} answers ${verdict.status}; events wait here`);
      hasWarned = true;
    }
    if (mustWait) {
      const failures = patience().failures + 1;
      return wait(Math.max(afterMs, backoffMs(failures, platform.random())), afterMs > 0, failures);
    }
    if (afterMs > 0) return wait(afterMs, true, 0);
    platform.local.remove(patienceKey);
    return true;
  };

  const isFree = (key: string): boolean => !leaving.has(key);

  const drain = async (): Promise<void> => {
    // So that it never ends before `running` knows of it.
    await Promise.resolve();
    let mayGoOn = true;
    for (let segment = outbox.next(isFree); segment && mayGoOn; segment = outbox.next(isFree)) {
      const current = segment;
      const { failures } = patience();
      // A probe: the other pages wait for what comes of it.
      if (failures > 0) wait(timeoutMs, true, failures);
      mayGoOn = false;
      const run = async (): Promise<void> => {
        const report = ledger.report();
        mayGoOn = !outbox.has(current.key) || (await send(current, false, report, bodyOf(current, report)));
      };
      // Only one page sends what is nobody's. Should two, the store still has it once.
      await (current.isOwn ? run() : platform.exclusive(prefix, run));
    }
    running = undefined;
    if (mayGoOn) stop();
    if (outbox.count() > 0) flushSoon();
  };

  const flush = async (isGoodMoment: boolean): Promise<void> => {
    outbox.seal();
    const { waitMs, isOrdered } = patience();
    if (!running && waitMs > 0 && (isOrdered || !isGoodMoment)) return arm(waitMs);
    running ??= drain();
    await running;
  };

  const flushSoon = (): void => {
    if (!cancelTimer) arm(flushIntervalMs);
  };

  // For what earlier pages have left, even if this one tracks nothing.
  flushSoon();
  void store.restored.then(flushSoon);

  return {
    add(json) {
      if (outbox.append(json)) void flush(false);
      else flushSoon();
    },
    flush: () => flush(true),
    leave() {
      outbox.seal();
      const { waitMs, isOrdered } = patience();
      if (waitMs > 0 && isOrdered) return;
      let room = MAX_LEAVING_BYTES;
      for (let segment = outbox.next(isFree); segment; segment = outbox.next(isFree)) {
        const { key } = segment;
        const report = ledger.report();
        const body = bodyOf(segment, report);
        room -= byteLength(body);
        if (room < 0) return;
        leaving.add(key);
        void send(segment, true, report, body).then(() => leaving.delete(key));
      }
    },
    stop,
  };
}
