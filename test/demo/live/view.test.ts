/** What a live page shows of thousands of events: counts of all, rows of the newest. */
import { expect, test } from "vitest";
import { buildView } from "../../../examples/demo/live/view.ts";
import { buildTestRow } from "./test-rows.ts";

const NOW_MS = 10_000_000;
const many = Array.from({ length: 5_000 }, (_, age) =>
  buildTestRow({
    receivedAtMs: NOW_MS - age,
    name: age % 5 === 0 ? "purchase" : "page_view",
    sessionId: `s${String(age % 100)}`,
  }),
);

test("counts all of 5,000 events, and lists the newest 200", () => {
  const { total, matching, rows, names, timeline } = buildView(many, {}, NOW_MS);
  expect([total, matching, rows.length, rows[0]]).toEqual([5_000, 5_000, 200, many[0]]);
  expect(names).toEqual([
    { value: "page_view", count: 4_000 },
    { value: "purchase", count: 1_000 },
  ]);
  expect(timeline.counts.reduce((sum, count) => sum + count, 0)).toBe(5_000);
});

test("counts what the filter lets through, and still all names, so that another can be chosen", () => {
  const view = buildView(many, { name: "purchase", sessionId: "s5" }, NOW_MS);
  expect([view.total, view.matching]).toEqual([5_000, 50]);
  expect(view.names).toEqual([{ value: "purchase", count: 50 }]);
  expect(buildView(many, { name: "purchase" }, NOW_MS).names).toHaveLength(2);
});

test("lists fifty names and sessions at most, and the chosen one always", () => {
  const hostile = Array.from({ length: 1_000 }, (_, index) =>
    buildTestRow({ name: `n${String(index)}`, sessionId: `s${String(index)}` }),
  );
  const view = buildView(hostile, { name: "gone", sessionId: "s999" }, NOW_MS);
  expect(view.names).toEqual([
    { value: "n999", count: 1 },
    { value: "gone", count: 0 },
  ]);
  expect(view.sessions).toHaveLength(51);
  expect(view.sessions.at(-1)).toEqual({ value: "s999", count: 1 });
  expect(buildView(hostile, {}, NOW_MS).names).toHaveLength(50);
});
