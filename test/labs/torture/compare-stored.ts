/** Compares what was tracked with what is stored. Pure. */
import { parseQuery } from "./plan.ts";
import type { StoredFile } from "./stored-file.ts";

export interface Comparison {
  readonly lost: number;
  /** Files beyond the first of an event. */
  readonly duplicates: number;
  /** Files of events that nobody tracked. */
  readonly unexpected: number;
}

/** Events are numbered from 0. The page view of a page that comes back has no number. */
export function compareStored(files: readonly StoredFile[], tracked: number): Comparison {
  const numbered = files.flatMap(({ event }) => parseQuery(event.properties?.query) ?? []);
  const numbers = new Set(numbered);
  const known = [...numbers].filter((number) => number < tracked);
  const others = files.filter(({ event }) => parseQuery(event.properties?.query) === undefined);
  const otherIds = new Set(others.map(({ event }) => event.event_id));
  return {
    lost: tracked - known.length,
    duplicates: numbered.length - numbers.size + others.length - otherIds.size,
    unexpected: numbers.size - known.length,
  };
}
