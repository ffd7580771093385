/** The port to a store of objects by key, and how many objects go through it: few at a time, and only in time. */
import type { PutOutcome, TimeLeft } from "./event-store.ts";

export interface ObjectStore {
  /** Creates the object unless its key is taken. Answers within `timeoutMs` and does not throw. */
  put(key: string, body: string, timeoutMs: number): Promise<PutOutcome>;
}

export interface StoredObject {
  readonly key: string;
  readonly body: string;
}

/** 500 events of 30 ms each are stored in a second, with few connections. */
const PARALLEL_PUTS = 16;

/** One put that hangs must not take the time of all others. */
const MAX_PUT_MS = 3_000;

/** What begins later than this would most often be cut off half way, and be sent again anyway. */
const MIN_PUT_MS = 250;

/**
 * Returns the outcome by key. Once the store asks for less, or refuses us, no other put begins: it would only add to
 * the load, or fail in the same way.
 */
export async function putObjects(
  store: ObjectStore,
  objects: readonly StoredObject[],
  timeLeftMs: TimeLeft,
): Promise<ReadonlyMap<string, PutOutcome>> {
  const outcomes = new Map<string, PutOutcome>();
  const queue = objects.values();
  let refusal: PutOutcome | undefined;

  async function begin({ key, body }: StoredObject): Promise<PutOutcome> {
    const leftMs = timeLeftMs();
    if (leftMs < MIN_PUT_MS) return { kind: "retry", code: "out_of_time" };
    return store.put(key, body, Math.min(MAX_PUT_MS, leftMs));
  }
  async function work(): Promise<void> {
    // All workers take from one queue.
    for (const object of queue) {
      const outcome = refusal ?? (await begin(object));
      outcomes.set(object.key, outcome);
      if (outcome.kind === "busy" || outcome.kind === "misconfigured") refusal = outcome;
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL_PUTS, objects.length) }, work));
  return outcomes;
}
