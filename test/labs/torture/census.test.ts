import { expect, test } from "vitest";
import { takeCensus } from "./census.ts";
import type { StoredFile } from "./stored-file.ts";

function buildFile(id: string, query?: string): StoredFile {
  const properties = query === undefined ? {} : { properties: { query } };
  return { path: id, event: { event_id: id, page_load_id: "page", event_seq: 1, ...properties, _ingest: {} } };
}

test("finds what is not stored", () => {
  expect(takeCensus([buildFile("a", "n0"), buildFile("b", "n2")], 4)).toEqual({ lost: 2, twice: 0, strange: 0 });
});

test("counts each file beyond the first, even under an id of its own", () => {
  expect(takeCensus([buildFile("a", "n0"), buildFile("b", "n0")], 1)).toEqual({ lost: 0, twice: 1, strange: 0 });
});

test("counts a page view in two files as stored twice", () => {
  expect(takeCensus([buildFile("a"), buildFile("a")], 0).twice).toBe(1);
});

test("tells what nobody tracked", () => {
  expect(takeCensus([buildFile("a", "n0"), buildFile("b", "n9")], 1)).toEqual({ lost: 0, twice: 0, strange: 1 });
});
