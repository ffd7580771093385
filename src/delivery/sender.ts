/** The loop that brings events to the endpoint: one request at a time, until each is acknowledged. */
import type { DurableStore, Platform, Undo } from "../platform/platform.ts";
import type { StreamReport } from "../wire.ts";
import { backoffMs } from "./backoff.ts";
import { byteLength } from "./byte-length.ts";
import { judge } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox, QueuedBatch } from "./outbox.ts";
import { createPatience } from "./patience.ts";
import { settle } from "./settle.ts";

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

/** A batch as it travels. */
interface Posted {
  readonly batch: QueuedBatch;
  readonly report: StreamReport;
  readonly body: string;
}

/**
 * Keepalive bodies in flight share 64 KiB with every other script of the document. A quarter is left to them.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const MAX_LEAVING_BYTES = 49_152;

export function createSender(
  settings: SenderOptions,
  { platform, store, outbox, ledger }: SenderParts,
): Sender {
  const { endpoint, flushIntervalMs, prefix } = settings;
  const patience = createPatience(platform, `${prefix}wait`);
  let cancelTimer: Undo | undefined;
  let running: Promise<void> | undefined;
  let hasWarned = false;
  let isStopped = !endpoint;
  /** The most events of a request: fewer, while something in a batch is refused and nobody says what. */
  let limit = Infinity;
  const leaving = new Set<string>();

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

  const pack = (batch: QueuedBatch): Posted => {
    const report = ledger.report();
    const head = JSON.stringify({ batch_id: batch.id, sent_at: new Date(platform.now()), stream: report });
    // The events are JSON already, and stay byte for byte what was tracked.
    return { batch, report, body: `${head.slice(0, -1)},"events":[${[...batch.events.values()]}]}` };
  };

  /** Returns whether the next batch may go at once. */
  const send = async ({ batch, report, body }: Posted, isLeaving: boolean): Promise<boolean> => {
    // Read before: tries that fail side by side, in this page and in others, count as one.
    const { failures } = patience.read();
    // A probe: the other pages wait for what comes of it.
    if (failures > 0 && !isLeaving) patience.wait(failures, settings.requestTimeoutMs, true);
    const outcome = await platform.send({ ...settings, body, leaving: isLeaving });
    const verdict = judge(outcome, batch.id, platform.now());
    const { kind, afterMs } = verdict;
    const mustWait = settle(batch, verdict, { nowMs: platform.now(), store, outbox });
    // What is refused is found by halves.
    limit = kind === "split" ? batch.events.size >> 1 || Infinity : limit * 2;
    if (verdict.isReported) ledger.strike(report, outbox.keys());
    if (kind === "hold" && !hasWarned) {
      platform.warn(`clickstream: ${endpoint} answers ${verdict.status}`);
      hasWarned = true;
    }
    if (mustWait) {
      // What was cut off by the page's end, or had no room in the browser's quota, says nothing about the endpoint.
      if (isLeaving && outcome.kind !== "answered") return false;
      patience.wait(failures + 1, Math.max(afterMs, backoffMs(failures + 1, platform.random())), afterMs > 0);
    } else if (afterMs > 0) patience.wait(0, afterMs, true);
    else patience.end();
    return !mustWait;
  };

  const drain = async (isGoodMoment: boolean): Promise<void> => {
    // So that it never ends before `running` knows of it.
    await Promise.resolve();
    for (let mayGoOn = true; mayGoOn;) {
      const { waitMs, isOrdered } = patience.read();
      const mustWait = isStopped || (waitMs > 0 && (isOrdered || !isGoodMoment));
      const batch = mustWait ? undefined : outbox.next(leaving, limit);
      mayGoOn = false;
      if (!batch) break;
      const run = async (): Promise<void> => {
        // Another page may just have brought it home.
        const waiting = outbox.next(leaving, limit);
        mayGoOn = waiting !== undefined && (await send(pack(waiting), false));
      };
      // Only one page sends what is nobody's. Should two, the store still has it once.
      await (batch.isOwn ? run() : platform.exclusive(prefix, run));
    }
    running = undefined;
    disarm();
    if (outbox.keys().length > 0) arm(patience.read().waitMs || flushIntervalMs, false);
  };

  const flush = (isGoodMoment: boolean): Promise<void> => {
    outbox.seal();
    return (running ??= drain(isGoodMoment));
  };

  // For what earlier pages have left, even if this one tracks nothing. Where a visitor goes on, it is worth a try.
  arm(flushIntervalMs, true);
  void store.restored.then(flushSoon);

  return {
    add(json, seq) {
      if (outbox.append(json, seq)) void flush(false);
      else flushSoon();
    },
    flush: () => flush(true),
    leave() {
      outbox.seal();
      const { waitMs, isOrdered } = patience.read();
      if (isStopped || (waitMs > 0 && isOrdered)) return;
      let room = MAX_LEAVING_BYTES;
      for (let batch = outbox.next(leaving, limit); batch; batch = outbox.next(leaving, limit)) {
        const { id } = batch;
        const posted = pack(batch);
        room -= byteLength(posted.body);
        if (room < 0) return;
        leaving.add(id);
        void send(posted, true).then(() => leaving.delete(id));
      }
    },
    stop() {
      isStopped = true;
      disarm();
    },
  };
}
