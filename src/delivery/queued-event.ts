/** An event that waits, and a batch of them. Pure. */
import { attempt } from "../attempt.ts";
import { parseJson } from "../to-json.ts";
import type { WireEvent } from "../wire.ts";

/** Events that are sent together, and together again when no answer came. */
export interface QueuedBatch {
  /** The `batch_id`. */
  readonly id: string;
  /** How long ago it was begun, by the visitor's clock. */
  readonly ageMs: number;
  /** Its page is gone. */
  readonly isOrphaned: boolean;
  /** By the keys where they are kept. */
  readonly events: ReadonlyMap<string, QueuedEvent>;
}

export interface QueuedEvent {
  /** Its `event_id`. */
  readonly id: string;
  readonly json: string;
}

/** Returns the event's id, or `undefined` for what is no event: any script may write into a page's storage. */
export function eventIdOf(json: string): string | undefined {
  const uuidChars = 36;
  const id = attempt(() => (parseJson(json) as WireEvent).event_id);
  return id?.length === uuidChars ? id : undefined;
}
