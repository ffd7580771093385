/** Filters rows as the reader chose, and counts what there is to choose from. Pure. */
import type { Row } from "./row.ts";

/** An absent field matches every row. */
export interface Filter {
  readonly name?: string | undefined;
  readonly sessionId?: string | undefined;
  /** A part of the name, of what the event is about, of the session's id or of the key. Case does not matter. */
  readonly text?: string | undefined;
  /** Only rows that were received at most so long ago. */
  readonly withinMinutes?: number | undefined;
}

/** A name or a session to filter by, with its number of rows. */
export interface Choice {
  readonly value: string;
  readonly count: number;
}

const MINUTE_MS = 60_000;

/** Any other parameter, and any value that is none, filters nothing: the reader may have changed the address. */
export function parseFilter(query: Readonly<Record<string, unknown>>): Filter {
  const read = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const minutes = Number(read("minutes"));
  return {
    name: read("name"),
    sessionId: read("session"),
    text: read("text")?.toLowerCase(),
    withinMinutes: minutes > 0 ? minutes : undefined,
  };
}

export function printFilter({ name, sessionId, text, withinMinutes }: Filter): string {
  const chosen = Object.entries({ name, session: sessionId, text, minutes: withinMinutes?.toString() });
  return new URLSearchParams(chosen.flatMap(([key, value]) => (value ? [[key, value]] : []))).toString();
}

export function filterRows(
  rows: readonly Row[],
  { name, sessionId, text, withinMinutes }: Filter,
  nowMs: number,
): readonly Row[] {
  const sinceMs = withinMinutes === undefined ? -Infinity : nowMs - withinMinutes * MINUTE_MS;
  return rows.filter(
    (row) =>
      row.receivedAtMs >= sinceMs &&
      (name === undefined || row.name === name) &&
      (sessionId === undefined || row.sessionId === sessionId) &&
      (text === undefined || hasText(row, text)),
  );
}

function hasText({ name, subject, sessionId, key }: Row, text: string): boolean {
  return [name, subject, sessionId, key].some((field) => field.toLowerCase().includes(text));
}

/** The most frequent first. */
export function countNames(rows: readonly Row[]): readonly Choice[] {
  return countValues(rows.map(({ name }) => name)).sort(
    (one, other) => other.count - one.count || one.value.localeCompare(other.value),
  );
}

/** In the order of their first row. */
export function countSessions(rows: readonly Row[]): readonly Choice[] {
  return countValues(rows.map(({ sessionId }) => sessionId));
}

function countValues(values: readonly string[]): Choice[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Array.from(counts, ([value, count]) => ({ value, count }));
}
