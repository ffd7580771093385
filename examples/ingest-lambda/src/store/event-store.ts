/** The port to whatever keeps the events, and the rules that all such stores share. */
import type { EventRecord } from "../event/record.ts";
import type { TimeLeft } from "./deadline.ts";

export type PutOutcome =
  | { readonly kind: "stored" }
  /** An earlier request stored the event. */
  | { readonly kind: "duplicate" }
  /** It may work later: a conflict, the network, no time left. */
  | { readonly kind: "retry"; readonly code: string }
  /** It may work later, and the store asks for less load until then. */
  | { readonly kind: "busy"; readonly code: string }
  /** It works only once an operator has fixed the settings or the rights. */
  | { readonly kind: "misconfigured"; readonly code: string };

/** What became of each event, by its id. */
export type Outcomes = ReadonlyMap<string, PutOutcome>;

export interface EventStore {
  /**
   * Stores the events. Of duplicates among them the first one counts. Begins nothing for which too little time is left,
   * and never throws.
   */
  keep(records: readonly EventRecord[], timeLeftMs: TimeLeft): Promise<Outcomes>;
}

export const OUT_OF_TIME: PutOutcome = { kind: "retry", code: "out_of_time" };

/** Keeps the first of events with the same id, as the store does. */
export function dropDuplicates(records: readonly EventRecord[]): readonly EventRecord[] {
  return [...Map.groupBy(records, ({ eventId }) => eventId).values()].flatMap(([first]) => first ?? []);
}

/** Gives each event the outcome of the group that was stored with it: its object, or its Firehose record. */
export function assignOutcomes<Group extends { readonly eventIds: readonly string[] }>(
  groups: readonly Group[],
  outcomeOf: (group: Group) => PutOutcome | undefined,
): Outcomes {
  const outcomes = groups.flatMap((group) => {
    const outcome: PutOutcome = outcomeOf(group) ?? { kind: "retry", code: "no_outcome" };
    return group.eventIds.map((eventId) => [eventId, outcome] as const);
  });
  return new Map(outcomes);
}
