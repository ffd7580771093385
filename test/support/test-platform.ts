/** A whole platform for tests: simulated time, two stores, an endpoint that answers as told. */
import { nanoid } from "nanoid";
import type {
  DurableStore,
  LifecycleEvent,
  Outcome,
  OutgoingRequest,
  Platform,
  Store,
} from "../../src/platform/platform.ts";
import type { Ack, Batch, WireEvent } from "../../src/wire.ts";

export const ENDPOINT = "https://ingest.example/clickstream";

/** 2026-11-24T08:00:00.000Z */
export const START_MS = 1_795_507_200_000;

// Taken before a test replaces it, as a page may.
const { parse, stringify } = JSON;

export type Answer = Outcome | "acknowledge" | "hang";

export interface TestPlatform extends Platform {
  /** Lets time pass: timers fire in order, and everything that follows from them is done. */
  advance(ms: number): Promise<void>;
  /** Changes the wall clock alone, as a visitor or a time server does. */
  setClock(nowMs: number): void;
  /** Answers the next requests; past the last one, everything is acknowledged. */
  answerWith(...answers: readonly Answer[]): void;
  /** Lets the page be hidden, visible or online again. */
  emit(event: LifecycleEvent): Promise<void>;
  readonly requests: readonly OutgoingRequest[];
  readonly batches: () => readonly Batch[];
  /** The events of all requests, in the order of sending. */
  readonly sent: () => readonly WireEvent[];
  /** What was left with the browser each time, by `event_seq`. */
  readonly leftBehind: () => readonly (readonly number[])[];
  readonly timers: () => number;
  readonly listeners: () => number;
}

export interface TestPlatformOptions {
  readonly local?: Store;
  readonly session?: Store;
  readonly random?: number;
  readonly url?: string;
  readonly activation?: Promise<void>;
  readonly hasFetchLater?: boolean;
}

export const answered = (status: number, body: object | string = "", retryAfter?: string): Outcome => ({
  status,
  retryAfter,
  body: typeof body === "string" ? body : stringify(body),
});

/** A store whose copy in IndexedDB is restored. */
const toDurable = (store: Store): DurableStore => ({
  ...store,
  restored: Promise.resolve(),
  destroy: () => undefined,
});

export function memoryStore(entries: Readonly<Record<string, string>> = {}): Store {
  const map = new Map(Object.entries(entries));
  return {
    read: (key) => map.get(key),
    write: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: (prefix) => [...map.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** Answers as the ingest does. `more`: what it has not stored. */
export const acknowledge = (batch: Batch, more: Partial<Ack> = {}): Outcome => {
  const { rejected = [], retry = [] } = more;
  const stored = batch.events.length - rejected.length - retry.length;
  return answered(200, { ok: true, batch_id: batch.batch_id, stored, duplicate: 0, rejected, retry, ...more });
};

export function createTestPlatform(options: TestPlatformOptions = {}): TestPlatform {
  const requests: OutgoingRequest[] = [];
  const left: (OutgoingRequest | undefined)[] = [];
  const answers: Answer[] = [];
  const listeners = new Set<(event: LifecycleEvent) => void>();
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  let elapsedMs = 0;
  let clockOffsetMs = START_MS;

  /** All promises that can be kept are kept when the event loop comes round. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: elapsedMs + delayMs, run };
    timers.push(timer);
    return () => (timers = timers.filter((each) => each !== timer));
  };
  const toBatch = ({ body }: OutgoingRequest): Batch => parse(body) as Batch;

  const local = options.local ?? memoryStore();
  return {
    trackers: new Map(),
    now: () => clockOffsetMs + elapsedMs,
    elapsed: () => elapsedMs,
    random: () => options.random ?? 0.5,
    newId: () => nanoid(),
    local,
    openDurable: () => toDurable(local),
    session: options.session ?? memoryStore(),
    page: () => ({
      page_url: options.url ?? "https://shop.example/products/42?utm_source=mail&token=secret#reviews",
      page_path: "/products/42",
      page_title: "Teapot",
      page_referrer: "https://search.example/?q=teapot",
    }),
    send: (request) => {
      requests.push(request);
      const answer = answers.shift() ?? "acknowledge";
      if (answer === "hang")
        return new Promise((resolve) => after(request.requestTimeoutMs, () => resolve({ status: 0 })));
      return Promise.resolve(answer === "acknowledge" ? acknowledge(toBatch(request)) : answer);
    },
    sendLater: options.hasFetchLater ? (request) => void left.push(request) : undefined,
    after,
    whenShown: (run) => (options.activation ? void options.activation.then(run) : run()),
    onLifecycleEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async advance(ms) {
      await settle();
      const end = elapsedMs + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (next === undefined) break;
        timers = timers.filter((each) => each !== next);
        elapsedMs = next.at;
        next.run();
        await settle();
      }
      elapsedMs = end;
    },
    setClock: (nowMs) => (clockOffsetMs = nowMs - elapsedMs),
    answerWith: (...more) => void answers.push(...more),
    async emit(event) {
      for (const listener of listeners) listener(event);
      await settle();
    },
    requests,
    batches: () => requests.map(toBatch),
    sent: () => requests.flatMap((request) => toBatch(request).events),
    leftBehind: () => left.map((request) => (request ? toBatch(request).events.map(({ event_seq }) => event_seq) : [])),
    timers: () => timers.length,
    listeners: () => listeners.size,
  };
}
