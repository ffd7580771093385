/** The port to whatever keeps the events, and how a batch goes through it. */
import type { EventRecord } from "./record.ts";

export type PutOutcome =
  | { readonly kind: "stored" }
  /** The key was taken: an earlier request stored the event. */
  | { readonly kind: "duplicate" }
  /** Later it may work: a conflict, too much load, the network. */
  | { readonly kind: "retry"; readonly code: string }
  /** Our own fault: it works once an operator has mended it. */
  | { readonly kind: "misconfigured"; readonly code: string };

export interface EventStore {
  /** Creates the object unless its key is taken. Answers in bounded time and does not throw. */
  put(key: string, body: string): Promise<PutOutcome>;
}

/** 500 events of 30 ms each are stored in a second, with few connections. */
const PARALLEL_PUTS = 16;

/**
 * Stores each key once (the first of twins wins) and returns the outcome by key. What has not begun when
 * `isTimeLeft` ends is left for a retry, so that the answer is out before the function is stopped.
 */
export async function putAll(
  store: EventStore,
  records: readonly EventRecord[],
  isTimeLeft: () => boolean,
): Promise<ReadonlyMap<string, PutOutcome>> {
  const bodies = new Map<string, string>();
  for (const { key, body } of records) if (!bodies.has(key)) bodies.set(key, body);
  const outcomes = new Map<string, PutOutcome>();
  const queue = bodies.entries();

  async function work(): Promise<void> {
    // All workers take from one queue.
    for (const [key, body] of queue) {
      outcomes.set(key, isTimeLeft() ? await store.put(key, body) : { kind: "retry", code: "out_of_time" });
    }
  }
  await Promise.all(Array.from({ length: PARALLEL_PUTS }, work));
  return outcomes;
}
