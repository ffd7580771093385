/** The newest stored events, each once. */
import { expect, test } from "vitest";
import { createEventLog, MAX_LOGGED_ROWS } from "../../../examples/demo/live/event-log.ts";
import type { Row } from "../../../examples/demo/live/row.ts";
import { buildTestRow } from "./test-rows.ts";

function logOf(rows: readonly Row[], maxRows?: number): readonly Row[] {
  const log = createEventLog(maxRows);
  for (const row of rows) log.add(row);
  return log.rows();
}

test("puts what was received last on top", () => {
  const [late, early] = [buildTestRow({ receivedAtMs: 2 }), buildTestRow({ receivedAtMs: 1 })];
  expect(logOf([early, late])).toEqual([late, early]);
});

test("orders events of one request by their ids, since they were received at once", () => {
  const [first, second] = [buildTestRow({ key: "a" }), buildTestRow({ key: "b" })];
  expect(logOf([second, first])).toEqual([second, first]);
});

test("takes a key once, however often the store reports it", () => {
  const log = createEventLog();
  const row = buildTestRow();
  expect([log.add(row), log.add({ ...row })]).toEqual([true, false]);
  expect(log.rows()).toEqual([row]);
});

test("keeps no more than the newest, however many come", () => {
  const rows = Array.from({ length: 10 }, (_, index) => buildTestRow({ receivedAtMs: index }));
  const log = createEventLog(3);
  for (const row of rows) log.add(row);
  expect(log.rows()).toEqual([rows[9], rows[8], rows[7]]);
  log.add(buildTestRow({ receivedAtMs: 0 }));
  expect(log.rows()).toEqual([rows[9], rows[8], rows[7]]);
  expect(MAX_LOGGED_ROWS).toBe(100_000);
});
