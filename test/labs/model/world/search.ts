/** Looks for each event in all the places where it could be. */
import type { Disk } from "./disk.ts";
import type { Endpoint } from "./endpoint.ts";
import { marksIn, type Journal } from "./journal.ts";

export interface SearchParts {
  readonly endpoint: Pick<Endpoint, "objects">;
  readonly journal: Journal;
  /** What all pages share. */
  readonly homes: readonly Disk[];
}

/** Returns a function that tells the marks of events that are neither stored, nor in a home, nor excused. */
export function createSearch({ endpoint, journal, homes }: SearchParts): () => readonly number[] {
  const stored = new Set<number>();
  let readObjects = 0;
  return () => {
    // Objects are never changed, so each is read once.
    for (const mark of marksIn([...endpoint.objects.values()].slice(readObjects))) stored.add(mark);
    readObjects = endpoint.objects.size;
    const kept = marksIn(homes.flatMap((home) => home.values()));
    const isFound = (mark: number): boolean => stored.has(mark) || kept.has(mark) || journal.isExcused(mark);
    return [...journal.events.keys()].filter((mark) => !isFound(mark));
  };
}
