/** Proves that lost, duplicate and unexpected events are told apart. */
import { expect, test } from "vitest";
import { compareStored } from "./compare-stored.ts";
import type { StoredFile } from "./stored-file.ts";

function buildFile(id: string, query?: string): StoredFile {
  const properties = query === undefined ? {} : { properties: { query } };
  return { path: id, event: { event_id: id, page_load_id: "page", event_seq: 1, ...properties, _ingest: {} } };
}

test("finds what is not stored", () => {
  expect(compareStored([buildFile("a", "n0"), buildFile("b", "n2")], 4)).toEqual({
    lost: 2,
    duplicates: 0,
    unexpected: 0,
  });
});

test("counts each file beyond the first, even under an id of its own", () => {
  expect(compareStored([buildFile("a", "n0"), buildFile("b", "n0")], 1)).toEqual({
    lost: 0,
    duplicates: 1,
    unexpected: 0,
  });
});

test("counts a page view in two files as stored twice", () => {
  expect(compareStored([buildFile("a"), buildFile("a")], 0).duplicates).toBe(1);
});

test("tells what nobody tracked", () => {
  expect(compareStored([buildFile("a", "n0"), buildFile("b", "n9")], 1)).toEqual({
    lost: 0,
    duplicates: 0,
    unexpected: 1,
  });
});
