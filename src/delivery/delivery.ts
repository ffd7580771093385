/** The loop that brings events to the endpoint: one request at a time, until each is acknowledged. */
import type { Platform, Undo } from "../platform/platform.ts";
import { backoffMs } from "./backoff.ts";
import { byteLength } from "./byte-length.ts";
import { judge, type Verdict } from "./judge.ts";
import type { Outbox, QueuedEvent, Segment } from "./outbox.ts";
import type { DropReason, Stream } from "./stream.ts";

export interface Delivery {
  add(event: QueuedEvent): void;
  /** Resolves when all that waited is acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Sends what can't wait for an answer, since the page may be gone before it. */
  leave(): void;
  /** Stops the clock. What still waits stays in the outbox. */
  stop(): void;
}

export interface DeliveryOptions {
  readonly endpoint: string;
  readonly flushIntervalMs: number;
  readonly requestTimeoutMs: number;
}

export interface DeliveryParts {
  readonly platform: Platform;
  readonly outbox: Outbox;
  readonly stream: Stream;
  readonly onDrop: (reason: DropReason, count: number, code?: string) => void;
}

/** Whether the loop waits before its next try: by its own choice, which a good moment ends, or as it was told to. */
type Patience = "none" | "chosen" | "ordered";

/**
 * Keepalive bodies in flight share 64 KiB with every other script of the document. A quarter is left to them.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const MAX_LEAVING_BYTES = 49_152;

/** A wrongly set up endpoint is asked this rarely. */
const HOLD_MS = 300_000;

/** Nobody will tell what became of a beacon, so the page asks again if it lives this long. */
const UNKNOWN_MS = 5_000;

export function createDelivery(
  { endpoint, flushIntervalMs, requestTimeoutMs: timeoutMs }: DeliveryOptions,
  { platform, outbox, stream, onDrop }: DeliveryParts,
): Delivery {
  let failures = 0;
  let patience: Patience = "none";
  let cancelTimer: Undo | undefined;
  let hasWarned = false;
  let running: Promise<void> | undefined;
  const leaving = new Set<string>();

  const disarm = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    patience = "none";
  };

  /** Returns false: the next segment has to wait, too. */
  const wait = (delayMs: number, why: Patience): false => {
    disarm();
    patience = why;
    cancelTimer = platform.after(delayMs, () => {
      disarm();
      void flush();
    });
    return false;
  };

  const waitLonger = (afterMs: number): false => {
    const delayMs = Math.max(afterMs, backoffMs(++failures, platform.random()));
    return wait(delayMs, afterMs > 0 ? "ordered" : "chosen");
  };

  const bodyOf = ({ id, events }: Segment): string => {
    const sent_at = new Date(platform.now()).toISOString();
    const head = JSON.stringify({ batch_id: id, sent_at, stream: stream.report() });
    // The events are JSON already, and stay byte for byte what was tracked.
    return `${head.slice(0, -1)},"events":[${events.map(({ json }) => json)}]}`;
  };

  const send = async (segment: Segment, body: string, isLeaving: boolean): Promise<boolean> => {
    const outcome = await platform.send({ endpoint, body, timeoutMs, leaving: isLeaving });
    // Of two requests for one segment, the first answer settles it.
    return !outbox.sealed().includes(segment) || settle(segment, judge(outcome, segment.id, platform.now()));
  };

  /** Carries out the verdict, and returns whether the next segment may go at once. */
  const settle = (segment: Segment, verdict: Verdict): boolean => {
    switch (verdict.kind) {
      case "acknowledged": {
        for (const { code } of verdict.rejected) onDrop("rejected", 1, code);
        const again = segment.events.filter(({ id }) => verdict.retry.includes(id));
        outbox.replace(segment, again.length > 0 ? [again] : []);
        if (again.length > 0) return waitLonger(verdict.afterMs);
        failures = 0;
        return verdict.afterMs === 0 || wait(verdict.afterMs, "ordered");
      }
      case "split": {
        const { length } = segment.events;
        if (length === 1) onDrop("rejected", 1);
        outbox.replace(segment, length === 1 ? [] : halve(segment.events));
        return true;
      }
      case "retry":
        return waitLonger(verdict.afterMs);
      case "unknown":
        return wait(UNKNOWN_MS, "chosen");
      case "hold":
        if (!hasWarned) platform.warn(`clickstream: ${endpoint} answers ${verdict.status}; events wait here`);
        hasWarned = true;
        return wait(HOLD_MS, "chosen");
    }
  };

  const drain = async (): Promise<void> => {
    const next = (): Segment | undefined => outbox.sealed().find(({ id }) => !leaving.has(id));
    for (let segment = next(); segment && (await send(segment, bodyOf(segment), false));) segment = next();
    running = undefined;
  };

  const flush = async (): Promise<void> => {
    outbox.seal();
    if (patience === "ordered") return;
    if (running === undefined) {
      disarm();
      running = drain();
    }
    await running;
  };

  return {
    add(event) {
      const isFull = outbox.append(event);
      if (isFull && patience === "none") void flush();
      else if (cancelTimer === undefined) wait(flushIntervalMs, "none");
    },
    flush,
    leave() {
      outbox.seal();
      if (patience === "ordered") return;
      let room = MAX_LEAVING_BYTES;
      for (const segment of outbox.sealed()) {
        const body = bodyOf(segment);
        room -= byteLength(body);
        if (room < 0) return;
        if (leaving.has(segment.id)) continue;
        leaving.add(segment.id);
        void send(segment, body, true).then(() => leaving.delete(segment.id));
      }
    },
    stop: disarm,
  };
}

function halve<T>(items: readonly T[]): readonly (readonly T[])[] {
  const middle = items.length >> 1;
  return [items.slice(0, middle), items.slice(middle)];
}
