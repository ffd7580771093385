import { expect, test } from "vitest";
import type { Cell, Figures } from "./figures.ts";
import { listFaults } from "./figures.ts";
import { buildTable } from "./table.ts";

const CLEAN: Figures = {
  tracked: 100,
  lostAtFirst: 0,
  lost: 0,
  cameLate: 0,
  twice: 0,
  strange: 0,
  exceptions: [],
  missing: 0,
  deleted: 9,
  deletedFound: 9,
  requests: 4,
  bodyBytes: 41_000,
};

const measured = (figures: Partial<Figures>): Cell => ({ kind: "measured", figures: { ...CLEAN, ...figures } });

test("finds no fault where the next page brings home what was lost at first", () => {
  expect(listFaults(measured({ lostAtFirst: 100 }))).toEqual([]);
});

test.each<Partial<Figures>>([
  { lost: 1 },
  { twice: 1 },
  { strange: 1 },
  { exceptions: ["TypeError"] },
  { missing: -1 },
  { deletedFound: 8 },
])("names the fault of %o", (figures) => {
  expect(listFaults(measured(figures))).toHaveLength(1);
});

test("takes a run that broke off for a fault, and what an engine can't do for none", () => {
  expect(listFaults({ kind: "failed", reason: "no answer" })).toEqual(["no answer"]);
  expect(listFaults({ kind: "left_out", reason: "no such setting" })).toEqual([]);
});

test("shows a scenario in one row, and what is wrong or left out below", () => {
  const cells = {
    Chromium: measured({ lostAtFirst: 100, lost: 3, twice: 2, exceptions: ["TypeError"] }),
    WebKit: { kind: "left_out", reason: "it can't" },
  } as const;
  const table = buildTable(
    [
      { name: "Chromium", remarks: [] },
      { name: "WebKit", remarks: ["it is slow"] },
    ],
    [{ id: "S9", title: "crash", cells }],
  );
  expect(table).toContain("| S9 crash | 100→3 of 100 +2 !1 4/41000 | - |");
  expect(table).toContain("WRONG: S9 in Chromium: 2 stored twice");
  expect(table).toContain("NOTE: WebKit: it is slow");
  expect(table).toContain("LEFT OUT: S9 in WebKit: it can't");
});
