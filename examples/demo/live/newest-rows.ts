/** Keeps a list of the newest rows, each key once, newest first. For server and page alike. Pure. */
import type { Row } from "./row.ts";

/** As many as a page can show and a reader can read. */
export const ROW_LIMIT = 500;

/** Returns the same array if the key is in it already, or if the row is older than all of a full list. */
export function addRow(rows: readonly Row[], row: Row): readonly Row[] {
  if (rows.some(({ key }) => key === row.key)) return rows;
  const place = rows.findIndex((other) => isNewer(row, other));
  const index = place === -1 ? rows.length : place;
  return index === ROW_LIMIT ? rows : rows.toSpliced(index, 0, row).slice(0, ROW_LIMIT);
}

/** Events of one request are received at the same time. Their UUIDv7 keys sort by when they happened. */
function isNewer(row: Row, other: Row): boolean {
  if (row.receivedAtMs !== other.receivedAtMs) return row.receivedAtMs > other.receivedAtMs;
  return row.key > other.key;
}
