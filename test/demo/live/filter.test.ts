/** What the reader wants to see, and what there is to choose. */
import { expect, test } from "vitest";
import { countNames, countSessions, filterRows, parseFilter, printFilter } from "../../../examples/demo/live/filter.ts";
import { buildTestRow } from "./test-rows.ts";

const rows = [
  buildTestRow({ name: "purchase", sessionId: "b" }),
  buildTestRow({ name: "page_view", sessionId: "b" }),
  buildTestRow({ name: "page_view", sessionId: "a" }),
];
const [purchase, viewOfB, viewOfA] = rows;

const NOW_MS = 1_000_000;
const keys = (filter: Parameters<typeof filterRows>[1]): readonly unknown[] => filterRows(rows, filter, NOW_MS);

test("shows everything until something is chosen", () => {
  expect(keys({})).toEqual(rows);
});

test("shows the rows of one name, of one session, or of both", () => {
  expect(keys({ name: "page_view" })).toEqual([viewOfB, viewOfA]);
  expect(keys({ sessionId: "b" })).toEqual([purchase, viewOfB]);
  expect(keys({ name: "page_view", sessionId: "a" })).toEqual([viewOfA]);
});

test("finds a text in the name, the subject, the session and the key, in any case", () => {
  const row = buildTestRow({ name: "Sign_Up", subject: "Teapot", sessionId: "S-1", key: "events/KEY.json" });
  for (const text of ["sign_up", "teap", "s-1", "key.json"]) expect(filterRows([row], { text }, NOW_MS)).toEqual([row]);
  expect(filterRows([row], { text: "mug" }, NOW_MS)).toEqual([]);
});

test("shows what was received within the chosen time", () => {
  const ages = [299_999, 300_000, 300_001].map((ageMs) => buildTestRow({ receivedAtMs: NOW_MS - ageMs }));
  expect(filterRows(ages, { withinMinutes: 5 }, NOW_MS)).toEqual(ages.slice(0, 2));
});

test("counts by name, the most frequent first", () => {
  expect(countNames(rows)).toEqual([
    { value: "page_view", count: 2 },
    { value: "purchase", count: 1 },
  ]);
});

test("offers the session first that was heard of last", () => {
  expect(countSessions(rows)).toEqual([
    { value: "b", count: 2 },
    { value: "a", count: 1 },
  ]);
});

test("what is printed into an address is read from it again", () => {
  const filter = { name: "a&b=c", sessionId: "ß 1", text: "tea pot", withinMinutes: 60 };
  const query = Object.fromEntries(new URLSearchParams(printFilter(filter)));
  expect(parseFilter(query)).toEqual(filter);
  expect(printFilter({})).toBe("");
});

test.each([{ minutes: "-5" }, { minutes: "soon" }, { name: ["a", "b"] }, { session: "" }, { other: "1" }])(
  "an address that says %j filters nothing",
  (query) => {
    expect(Object.values(parseFilter(query)).filter((chosen) => chosen !== undefined)).toEqual([]);
  },
);
