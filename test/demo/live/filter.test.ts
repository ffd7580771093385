/** What the reader wants to see, and what there is to choose. */
import { expect, test } from "vitest";
import { countNames, countSessions, filterRows } from "../../../examples/demo/live/client/filter.ts";
import { buildTestRow } from "./test-rows.ts";

const rows = [
  buildTestRow({ name: "purchase", sessionId: "b" }),
  buildTestRow({ name: "page_view", sessionId: "b" }),
  buildTestRow({ name: "page_view", sessionId: "a" }),
];
const [purchase, viewOfB, viewOfA] = rows;

test("shows everything until something is chosen", () => {
  expect(filterRows(rows, {})).toEqual(rows);
});

test("shows the rows of one name, of one session, or of both", () => {
  expect(filterRows(rows, { name: "page_view" })).toEqual([viewOfB, viewOfA]);
  expect(filterRows(rows, { sessionId: "b" })).toEqual([purchase, viewOfB]);
  expect(filterRows(rows, { name: "page_view", sessionId: "a" })).toEqual([viewOfA]);
});

test("counts by name, the most frequent first", () => {
  expect(countNames(rows, {})).toEqual([
    { value: "page_view", count: 2 },
    { value: "purchase", count: 1 },
  ]);
});

test("counts all names of the chosen session, whichever name is chosen", () => {
  expect(countNames(rows, { name: "purchase", sessionId: "b" })).toEqual([
    { value: "page_view", count: 1 },
    { value: "purchase", count: 1 },
  ]);
});

test("keeps the chosen name even where there is none of it, so that it can be switched off", () => {
  expect(countNames(rows, { name: "purchase", sessionId: "a" })).toContainEqual({ value: "purchase", count: 0 });
});

test("offers the session first that was heard of last", () => {
  expect(countSessions(rows)).toEqual([
    { value: "b", count: 2 },
    { value: "a", count: 1 },
  ]);
});
