/** The newest rows, each once. */
import { expect, test } from "vitest";
import { addRow, ROW_LIMIT } from "../../../examples/demo/live/newest-rows.ts";
import { buildTestRow } from "./test-rows.ts";

const full = Array.from({ length: ROW_LIMIT }, (_, index) => buildTestRow({ receivedAtMs: 10_000 - index }));

test("puts what was received last on top", () => {
  const [late, early] = [buildTestRow({ receivedAtMs: 2 }), buildTestRow({ receivedAtMs: 1 })];
  expect([early, late].reduce(addRow, [])).toEqual([late, early]);
});

test("orders events of one request by their ids, since they were received at once", () => {
  const [first, second] = [buildTestRow({ key: "a" }), buildTestRow({ key: "b" })];
  expect([second, first].reduce(addRow, [])).toEqual([second, first]);
});

test("takes a key once, so that a connection that begins anew doubles nothing", () => {
  const row = buildTestRow();
  const rows = addRow([], row);
  expect(addRow(rows, { ...row })).toBe(rows);
});

test("keeps no more than the newest, however many come", () => {
  const newest = buildTestRow({ receivedAtMs: 20_000 });
  const rows = addRow(full, newest);
  expect(rows).toHaveLength(ROW_LIMIT);
  expect(rows[0]).toBe(newest);
});

test("keeps 500 rows", () => {
  expect(ROW_LIMIT).toBe(500);
});

test("leaves out what is older than all that are kept", () => {
  expect(addRow(full, buildTestRow({ receivedAtMs: 1 }))).toBe(full);
});
