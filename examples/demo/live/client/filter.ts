/** Filters rows by name and session, and counts what there is to choose from. Pure. */
import type { Row } from "../row.ts";

/** An absent field matches every row. */
export interface Filter {
  readonly name?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** A name or a session to filter by, with its number of rows. */
export interface Choice {
  readonly value: string;
  readonly count: number;
}

export function filterRows(rows: readonly Row[], { name, sessionId }: Filter): readonly Row[] {
  return rows.filter(
    (row) => (name === undefined || row.name === name) && (sessionId === undefined || row.sessionId === sessionId),
  );
}

/** Counts by name within the chosen session, the most frequent first. A chosen name is listed even without rows. */
export function countNames(rows: readonly Row[], { name, sessionId }: Filter): readonly Choice[] {
  const names = filterRows(rows, { sessionId }).map((row) => row.name);
  const counts = countValues(names);
  const choices = name === undefined || counts.has(name) ? [...counts] : [...counts, [name, 0] as const];
  return choices
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || one.value.localeCompare(other.value));
}

/** Sessions with their number of rows, the most recently active first. */
export function countSessions(rows: readonly Row[]): readonly Choice[] {
  return Array.from(countValues(rows.map((row) => row.sessionId)), ([value, count]) => ({ value, count }));
}

function countValues(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
