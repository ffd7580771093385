/** Remembers the newest stored events as rows, each key once. */
import type { Row } from "./row.ts";

/** Some 30 MB. What is older is in the store, and on no live page any more. */
export const MAX_LOGGED_ROWS = 100_000;

export interface EventLog {
  /** Returns whether the row is new. */
  add(row: Row): boolean;
  /** The newest first. */
  rows(): readonly Row[];
}

export function createEventLog(maxRows = MAX_LOGGED_ROWS): EventLog {
  const byKey = new Map<string, Row>();
  let sorted: readonly Row[] | undefined;

  return {
    add(row) {
      if (byKey.has(row.key)) return false;
      byKey.set(row.key, row);
      sorted = undefined;
      return true;
    },
    rows() {
      sorted ??= [...byKey.values()].sort(compare).slice(0, maxRows);
      if (byKey.size > maxRows) {
        byKey.clear();
        // In the order in which they came, so that most of them are sorted already the next time.
        for (const row of sorted.toReversed()) byKey.set(row.key, row);
      }
      return sorted;
    },
  };
}

/** Events of one request are received at the same time. Their UUIDv7 keys sort by when they happened. */
function compare(one: Row, other: Row): number {
  return other.receivedAtMs - one.receivedAtMs || (one.key < other.key ? 1 : -1);
}
