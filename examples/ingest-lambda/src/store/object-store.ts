/** The port to a store of objects, and how many objects are put at once. */
import { attemptWithinMs, type TimeLeft } from "./deadline.ts";
import { OUT_OF_TIME, type PutOutcome } from "./event-store.ts";

export interface ObjectStore {
  /** Creates the object, unless its key exists already. Answers within `timeoutMs` and never throws. */
  put(key: string, body: ObjectBody, timeoutMs: number): Promise<PutOutcome>;
}

/** Text, or compressed text. */
export type ObjectBody = string | Uint8Array<ArrayBuffer>;

export interface StoredObject {
  readonly key: string;
  readonly body: ObjectBody;
}

/** With puts of 30 ms each, 500 events are stored within a second over few connections. */
const PARALLEL_PUTS = 16;

/**
 * Returns the outcomes by key. After the store was busy or has refused us, no other put begins: it would only add to the
 * load, or fail in the same way.
 */
export async function putObjects(
  store: ObjectStore,
  objects: readonly StoredObject[],
  timeLeftMs: TimeLeft,
): Promise<ReadonlyMap<string, PutOutcome>> {
  const outcomes = new Map<string, PutOutcome>();
  // All workers take the next object from this one iterator.
  const queue = objects.values();
  let refusal: PutOutcome | undefined;

  async function putNext(): Promise<void> {
    for (const { key, body } of queue) {
      const outcome = refusal ?? (await putInTime(store, { key, body }, timeLeftMs));
      outcomes.set(key, outcome);
      if (outcome.kind === "busy" || outcome.kind === "misconfigured") refusal = outcome;
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL_PUTS, objects.length) }, putNext));
  return outcomes;
}

async function putInTime(store: ObjectStore, { key, body }: StoredObject, timeLeftMs: TimeLeft): Promise<PutOutcome> {
  const timeoutMs = attemptWithinMs(timeLeftMs);
  return timeoutMs === undefined ? OUT_OF_TIME : store.put(key, body, timeoutMs);
}
