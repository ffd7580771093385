/** The port to whatever keeps the events. */
import type { EventRecord } from "../event/record.ts";

export type PutOutcome =
  | { readonly kind: "stored" }
  /** An earlier request stored the event. */
  | { readonly kind: "duplicate" }
  /** Later it may work: a conflict, the network, no time left. */
  | { readonly kind: "retry"; readonly code: string }
  /** Later it may work, and the store asks for less until then. */
  | { readonly kind: "busy"; readonly code: string }
  /** Our own fault: it works once an operator has mended it. */
  | { readonly kind: "misconfigured"; readonly code: string };

/** What became of each event, by its id. */
export type Outcomes = ReadonlyMap<string, PutOutcome>;

/** Milliseconds until the answer has to be under way. It only falls. */
export type TimeLeft = () => number;

export interface EventStore {
  /** Keeps the events; of twins the first wins. Begins nothing that time is short for, and does not throw. */
  keep(records: readonly EventRecord[], timeLeftMs: TimeLeft): Promise<Outcomes>;
}
