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
  readonly compress: boolean;
  readonly credentials: "omit" | "include";
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
  { endpoint, flushIntervalMs, requestTimeoutMs: timeoutMs, compress, credentials, prefix }: SenderOptions,
  { platform, store, outbox, ledger, onDrop }: SenderParts,
): Sender {
  const patienceKey = `${prefix}wait`;
  let cancelTimer: Undo | undefined;
  let running: Promise<void> | undefined;
  let hasWarned = false;
  let isStopped = false;
  const leaving = new Set<string>();

  const patience = (): Patience => readPatience(platform.local, patienceKey, platform.now());

  const disarm = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const arm = (delayMs: number, isGoodMoment: boolean): void => {
    disarm();
    if (isStopped) return;
    cancelTimer = platform.after(delayMs, () => {
      disarm();
      void flush(isGoodMoment);
    });
  };

  const flushSoon = (): void => {
    if (!cancelTimer) arm(flushIntervalMs, false);
  };

  /** Tells all pages of the visitor to wait. */
  const wait = (waitMs: number, isOrdered: boolean, failures: number): void =>
    writePatience(platform.local, patienceKey, platform.now(), { failures, waitMs, isOrdered });

  const bodyOf = ({ id, events }: Segment, stream: Report): string => {
    const head = JSON.stringify({ batch_id: id, sent_at: new Date(platform.now()).toISOString(), stream });
    // The events are JSON already, and stay byte for byte what was tracked.
    return `${head.slice(0, -1)},"events":[${events.join()}]}`;
  };

  /** Returns whether the next segment may go at once. */
  const send = async (segment: Segment, isLeaving: boolean, report: Report, body: string): Promise<boolean> => {
    // Read before: tries that fail side by side, in this page and in others, count as one.
    const { failures } = patience();
    // A probe: the other pages wait for what comes of it.
    if (failures > 0 && !isLeaving) wait(timeoutMs, true, failures);
    const outcome = await platform.send({ endpoint, body, timeoutMs, compress, credentials, leaving: isLeaving });
    const verdict = judge(outcome, segment.id, platform.now());
    const { kind, afterMs } = verdict;
    const mustWait = settle(segment, verdict, platform.now(), outbox, onDrop);
    if (kind === "acknowledged" && verdict.isReported) ledger.strike(report, outbox.keys());
    if (kind === "hold" && !hasWarned) {
      platform.warn(`clickstream: ${endpoint} answers ${verdict.status}; events wait here`);
      hasWarned = true;
    }
    if (mustWait) {
      // What was cut off by the page's end, or had no room in the browser's quota, says nothing about the endpoint.
      if (isLeaving && outcome.kind !== "answered") return false;
      wait(Math.max(afterMs, backoffMs(failures + 1, platform.random())), afterMs > 0, failures + 1);
    } else if (afterMs > 0) wait(afterMs, true, 0);
    else platform.local.remove(patienceKey);
    return !mustWait;
  };

  const isFree = (key: string): boolean => !leaving.has(key);

  const drain = async (isGoodMoment: boolean): Promise<void> => {
    // So that it never ends before `running` knows of it.
    await Promise.resolve();
    for (let mayGoOn = true; mayGoOn;) {
      const { waitMs, isOrdered } = patience();
      const segment = waitMs > 0 && (isOrdered || !isGoodMoment) ? undefined : outbox.next(isFree);
      mayGoOn = false;
      if (!segment) break;
      const run = async (): Promise<void> => {
        const report = ledger.report();
        mayGoOn = !outbox.has(segment.key) || (await send(segment, false, report, bodyOf(segment, report)));
      };
      // Only one page sends what is nobody's. Should two, the store still has it once.
      await (segment.isOwn ? run() : platform.exclusive(prefix, run));
    }
    running = undefined;
    const { waitMs } = patience();
    if (outbox.count() === 0) disarm();
    else if (waitMs > 0) arm(waitMs, false);
    else flushSoon();
  };

  const flush = (isGoodMoment: boolean): Promise<void> => {
    outbox.seal();
    return (running ??= drain(isGoodMoment));
  };

  // For what earlier pages have left, even if this one tracks nothing. Where a visitor goes on, it is worth a try.
  arm(flushIntervalMs, true);
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
    stop() {
      isStopped = true;
      disarm();
    },
  };
}
