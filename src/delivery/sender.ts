/** The loop that brings events to the endpoint: one request at a time, until each is acknowledged. */
import type { DurableStore, Platform, Undo } from "../platform/platform.ts";
import { backoffMs } from "./backoff.ts";
import { byteLength } from "./byte-length.ts";
import { judge, type Verdict } from "./judge.ts";
import type { DropReason, Ledger } from "./ledger.ts";
import type { Outbox, Segment } from "./outbox.ts";
import { readPatience, writePatience, type Patience } from "./patience.ts";
import { idOf } from "./queued-event.ts";

export interface Sender {
  add(json: string): void;
  /** Resolves when all that waited is acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Sends what can't wait for an answer, since the page may be gone before it. */
  leave(): void;
  /** Stops the clock. What still waits stays in the outbox. */
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
  readonly onDrop: (reason: DropReason, events: readonly string[], code?: string) => void;
}

/**
 * Keepalive bodies in flight share 64 KiB with every other script of the document. A quarter is left to them.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const MAX_LEAVING_BYTES = 49_152;

/** A wrongly set up endpoint is asked this rarely. */
const HOLD_MS = 300_000;

/** Three days: the ingest finds an event's own folder for seven, and Safari keeps a page's storage no longer. */
const MAX_AGE_MS = 259_200_000;

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

  const waitLonger = (afterMs: number): false => {
    const failures = patience().failures + 1;
    return wait(Math.max(afterMs, backoffMs(failures, platform.random())), afterMs > 0, failures);
  };

  const drop = (segment: Segment, reason: DropReason): void => {
    onDrop(reason, segment.events);
    outbox.replace(segment, []);
  };

  /** Carries out the verdict, and returns whether the next segment may go at once. */
  const settle = (segment: Segment, verdict: Verdict): boolean => {
    const { events } = segment;
    const isTooOld = platform.now() - segment.createdAtMs > MAX_AGE_MS;
    switch (verdict.kind) {
      case "acknowledged": {
        for (const { code, ...refused } of verdict.rejected) {
          onDrop(
            "rejected",
            events.filter((json, index) => isAbout(refused, json, index)),
            code,
          );
        }
        const again = events.filter((json) => verdict.retry.includes(idOf(json)));
        outbox.replace(segment, again.length > 0 ? [again] : []);
        if (again.length > 0) return waitLonger(verdict.afterMs);
        if (verdict.afterMs > 0) return wait(verdict.afterMs, true, 0);
        platform.local.remove(patienceKey);
        return true;
      }
      case "split": {
        const middle = events.length >> 1;
        if (middle > 0) outbox.replace(segment, [events.slice(0, middle), events.slice(middle)]);
        else drop(segment, "rejected");
        return true;
      }
      case "retry":
        if (isTooOld) drop(segment, "expired");
        return waitLonger(verdict.afterMs);
      case "hold":
        if (isTooOld) drop(segment, "expired");
        if (!hasWarned) platform.warn(`clickstream: ${endpoint} answers ${verdict.status}; events wait here`);
        hasWarned = true;
        return wait(HOLD_MS, false, 0);
    }
  };

  /** Prepares a request at once, and sends it when it is called. */
  const prepare = (segment: Segment, isLeaving: boolean) => {
    const report = ledger.report();
    const sent_at = new Date(platform.now()).toISOString();
    const head = JSON.stringify({ batch_id: segment.id, sent_at, stream: report });
    // The events are JSON already, and stay byte for byte what was tracked.
    const body = `${head.slice(0, -1)},"events":[${segment.events.join()}]}`;

    const send = async (): Promise<boolean> => {
      const outcome = await platform.send({ endpoint, body, timeoutMs, leaving: isLeaving });
      // Of two requests for one segment, the first answer settles it.
      if (!outbox.has(segment.key)) return true;
      const verdict = judge(outcome, segment.id, platform.now());
      const mayGoOn = settle(segment, verdict);
      if (verdict.kind === "acknowledged") ledger.strike(report, outbox.keys());
      return mayGoOn;
    };
    return { body, send };
  };

  const isFree = (key: string): boolean => !leaving.has(key);

  const drain = async (): Promise<void> => {
    let mayGoOn = true;
    for (let segment = outbox.next(isFree); segment && mayGoOn; segment = outbox.next(isFree)) {
      const { key, isOwn } = segment;
      const { send } = prepare(segment, false);
      // A probe: the other pages wait for what comes of it.
      const { failures } = patience();
      if (failures > 0) wait(timeoutMs, true, failures);
      mayGoOn = false;
      const run = async (): Promise<void> => {
        mayGoOn = !outbox.has(key) || (await send());
      };
      // Only one page sends what is nobody's. Should two, the store still has it once.
      await (isOwn ? run() : platform.exclusive(prefix, run));
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
        const { body, send } = prepare(segment, true);
        room -= byteLength(body);
        if (room < 0) return;
        leaving.add(key);
        void send().then(() => leaving.delete(key));
      }
    },
    stop,
  };
}

function isAbout(rejection: { event_id: string } | { index: number }, json: string, index: number): boolean {
  return "index" in rejection ? rejection.index === index : rejection.event_id === idOf(json);
}
