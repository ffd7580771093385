/** The loop that brings events to the endpoint: one request at a time, until each is acknowledged. */
import type { DurableStore, Platform, Undo } from "../platform/platform.ts";
import { toJson } from "../to-json.ts";
import { backoffMs } from "./backoff.ts";
import { byteLength } from "./byte-length.ts";
import { judge } from "./judge.ts";
import type { Ledger } from "./drop-reports.ts";
import type { Outbox, QueuedBatch } from "./outbox.ts";
import { createPatience } from "./retry-state.ts";
import { settle } from "./apply-verdict.ts";

export interface Sender {
  /** Takes an event as JSON. When the call ends, it is kept. */
  add(json: string, seq: number): void;
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
}

export function createSender(settings: SenderOptions, { platform, store, outbox, ledger }: SenderParts): Sender {
  const { flushIntervalMs, prefix } = settings;
  const patience = createPatience(platform, `${prefix}wait`);
  let cancelTimer: Undo | undefined;
  let running: Promise<void> | undefined;
  /** Worth a try out of turn: a page has just begun, the visitor or the network is back. */
  let isGoodMoment = true;
  let isStopped = false;
  /** The most events of a request: fewer, while something in a batch is refused and nobody says what. */
  let limit = Infinity;
  /** Batches on their way while the page goes, and the bytes that are left for others. */
  const leaving = new Set<string>();
  let room = 0;

  const disarm = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const flushAfter = (delayMs: number): void => {
    if (isStopped) return;
    cancelTimer ??= platform.after(delayMs, () => {
      disarm();
      void flush();
    });
  };

  const mustWait = (isHurried: boolean): boolean => {
    const { waitMs, isOrdered } = patience.read();
    return isStopped || (waitMs > 0 && (isOrdered || !isHurried));
  };

  /** Returns whether the next batch may go at once. */
  const send = async (batch: QueuedBatch, keepalive: boolean): Promise<boolean> => {
    const { stream, strike } = ledger.report();
    const head = toJson({ batch_id: batch.id, sent_at: new Date(platform.now()).toISOString(), stream });
    // The events are JSON already, and stay byte for byte what was tracked.
    const body = `${head.slice(0, -1)},"events":[${[...batch.events.values()]}]}`;
    if (keepalive && (room -= byteLength(body)) < 0) return false;

    // Read before: tries that fail side by side, in this page and in others, count as one.
    const { failures } = patience.read();
    // A probe: the other pages wait for what comes of it.
    if (failures > 0 && !keepalive) patience.wait(failures, settings.requestTimeoutMs, true);
    const outcome = await platform.send({ ...settings, body, keepalive });
    const verdict = judge(outcome, batch.id, platform.now());
    const { kind, afterMs } = verdict;
    const isLeft = settle(batch, verdict, { nowMs: platform.now(), store, outbox });
    // What is refused is found by halves.
    limit = kind === "split" ? batch.events.size >> 1 || Infinity : limit * 2;
    if (verdict.isReported) strike();
    if (isLeft) {
      // What was cut off by the page's end, or had no room in the browser's quota, says nothing about the endpoint.
      if (keepalive && outcome.status === 0) return false;
      patience.wait(failures + 1, Math.max(afterMs, backoffMs(failures + 1, platform.random())), afterMs > 0);
    } else if (afterMs > 0) patience.wait(0, afterMs, true);
    else patience.end();
    return !isLeft;
  };

  /** Sends batch after batch, until one has to wait. */
  const drain = async (): Promise<void> => {
    if (mustWait(isGoodMoment)) return;
    const own = outbox.next(true, leaving, limit);
    let mayGoOn = false;
    if (own) mayGoOn = await send(own, false);
    else if (outbox.next(false, leaving, limit)) {
      // Only one page sends what is nobody's. Should two, the store still has it once.
      await platform.exclusive(prefix, async () => {
        const orphan = outbox.next(false, leaving, limit);
        if (orphan) mayGoOn = await send(orphan, false);
      });
    }
    if (mayGoOn) await drain();
  };

  const rest = (): void => {
    running = undefined;
    isGoodMoment = false;
    disarm();
    if (outbox.keys().length > 0) flushAfter(patience.read().waitMs || flushIntervalMs);
  };

  const flush = (): Promise<void> => {
    outbox.seal();
    // Not in the task that tracks, and after what is too much was dropped. A browser may refuse the lock.
    return (running ??= Promise.resolve().then(drain).then(rest, rest));
  };

  // For what earlier pages have left, even if this one tracks nothing.
  flushAfter(flushIntervalMs);
  void store.restored.then(() => flushAfter(flushIntervalMs));

  return {
    add(json, seq) {
      if (outbox.append(json, seq)) void flush();
      else flushAfter(flushIntervalMs);
    },
    flush() {
      isGoodMoment = true;
      return flush();
    },
    leave() {
      outbox.seal();
      if (mustWait(true)) return;
      // Keepalive bodies in flight share 64 KiB with every other script of the document. A quarter is left to them:
      // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
      room = 49_152;
      for (;;) {
        const batch = outbox.next(true, leaving, limit);
        if (!batch || room < 0) return;
        leaving.add(batch.id);
        const returned = (): unknown => leaving.delete(batch.id);
        void send(batch, true).then(returned, returned);
      }
    },
    stop() {
      isStopped = true;
      disarm();
    },
  };
}
