/** Finds the events that are in none of the places where they could be. */
import type { Disk } from "./disk.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventNumbersIn, type Expectations } from "./expectations.ts";

export interface MissingEventParts {
  readonly endpoint: Pick<Endpoint, "objects">;
  readonly expectations: Expectations;
  /** What all pages share. */
  readonly stores: readonly Disk[];
}

/** Returns a function that lists the numbers of events that no object and no browser storage has, and that must not be lost. */
export function createMissingEvents({ endpoint, expectations, stores }: MissingEventParts): () => readonly number[] {
  const stored = new Set<number>();
  let readObjects = 0;
  return () => {
    // Objects are never changed, so each is read once.
    for (const eventNumber of eventNumbersIn([...endpoint.objects.values()].slice(readObjects)))
      stored.add(eventNumber);
    readObjects = endpoint.objects.size;
    const kept = eventNumbersIn(stores.flatMap((store) => store.values()));
    const isFound = (eventNumber: number): boolean =>
      stored.has(eventNumber) || kept.has(eventNumber) || expectations.mayBeLost(eventNumber);
    return [...expectations.events.keys()].filter((eventNumber) => !isFound(eventNumber));
  };
}
