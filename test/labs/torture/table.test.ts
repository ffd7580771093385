/** Proves that the table has each result, and a list of what failed. */
import { expect, test } from "vitest";
import type { Result, Metrics } from "./results.ts";
import { listFailures } from "./results.ts";
import { buildTable } from "./table.ts";

const CLEAN: Metrics = {
  tracked: 100,
  lostAtFirst: 0,
  lost: 0,
  cameLate: 0,
  duplicates: 0,
  unexpected: 0,
  exceptions: [],
  dropped: 0,
  expected: {},
  missing: 0,
  deleted: 9,
  deletedFound: 9,
  requests: 4,
  bodyBytes: 41_000,
};

const measured = (metrics: Partial<Metrics>): Result => ({ kind: "measured", metrics: { ...CLEAN, ...metrics } });

test("finds no fault where the next page delivers what was lost at first", () => {
  expect(listFailures(measured({ lostAtFirst: 100 }))).toEqual([]);
});

test.each<Partial<Metrics>>([
  { lost: 1 },
  { duplicates: 1 },
  { unexpected: 1 },
  { exceptions: ["TypeError"] },
  { missing: -1 },
  { dropped: 1 },
  { lostAtFirst: 1, expected: { isDeliveredAtOnce: true } },
  { lost: 3, dropped: 2, missing: 0, expected: { lost: 3, dropped: 3 } },
  { lost: 1, expected: { lost: 2 } },
  { deletedFound: 8 },
])("names the fault of %o", (metrics) => {
  expect(listFailures(measured(metrics))).toHaveLength(1);
});

test.each<Partial<Metrics>>([
  { lost: 3, dropped: 2, missing: 1, expected: { lost: 3, dropped: 2, missing: 1 } },
  { lost: 40, lostAtFirst: 40, expected: { lost: 40, isDeliveredAtOnce: true } },
  { lost: 1, dropped: 1, expected: { lost: 1, dropped: 1 } },
])("finds no fault where what nobody could save is lost, and no more: %o", (metrics) => {
  expect(listFailures(measured(metrics))).toEqual([]);
});

test("takes a run that broke off for a fault, and what an engine can't do for none", () => {
  expect(listFailures({ kind: "failed", reason: "no answer" })).toEqual(["no answer"]);
  expect(listFailures({ kind: "left_out", reason: "no such setting" })).toEqual([]);
});

test("shows a scenario in one row, and what is wrong or left out below", () => {
  const results = {
    Chromium: measured({ lostAtFirst: 100, lost: 3, duplicates: 2, exceptions: ["TypeError"] }),
    WebKit: { kind: "left_out", reason: "it can't" },
  } as const;
  const table = buildTable(
    [
      { name: "Chromium", remarks: [] },
      { name: "WebKit", remarks: ["it is slow"] },
    ],
    [{ id: "S9", title: "crash", results }],
  );
  expect(table).toContain("| S9 crash | 100→3 of 100 +2 !1 4/41000 | - |");
  expect(table).toContain("WRONG: S9 in Chromium: 2 stored twice");
  expect(table).toContain("NOTE: WebKit: it is slow");
  expect(table).toContain("LEFT OUT: S9 in WebKit: it can't");
});
