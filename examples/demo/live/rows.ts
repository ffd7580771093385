/** The newest rows, each key once, the last one received first. Pure; the server and the page keep them alike. */
import type { Row } from "./row.ts";

/** As many as a page can show and a reader can read. */
export const ROW_LIMIT = 500;

/** Returns the very same rows if the key is known, or if the row is older than all that are kept. */
export function addRow(rows: readonly Row[], row: Row): readonly Row[] {
  if (rows.some(({ key }) => key === row.key)) return rows;
  const place = rows.findIndex((other) => isNewer(row, other));
  const index = place === -1 ? rows.length : place;
  return index === ROW_LIMIT ? rows : rows.toSpliced(index, 0, row).slice(0, ROW_LIMIT);
}

/** Events of one request are received at once; their UUIDv7 keys have them in the order of their happening. */
function isNewer(row: Row, other: Row): boolean {
  if (row.receivedAtMs !== other.receivedAtMs) return row.receivedAtMs > other.receivedAtMs;
  return row.key > other.key;
}
