/** Proves that what is missing is counted from the stored files alone. */
import { expect, test } from "vitest";
import type { StreamReport } from "../../../src/wire.ts";
import { chooseFilesToDelete, countMissing, computeCompleteness } from "./completeness.ts";
import type { StoredFile } from "./stored-file.ts";

interface Told {
  readonly lastSeq: number;
  readonly dropped?: Readonly<Record<string, number>>;
  readonly previous?: readonly StreamReport[];
}

function buildFile(pageLoadId: string, seq: number, { lastSeq, dropped = {}, previous = [] }: Told): StoredFile {
  return {
    path: `events/2026/11/24/event-${pageLoadId}-${seq}.json`,
    event: {
      event_id: `${pageLoadId}-${seq}`,
      page_load_id: pageLoadId,
      event_seq: seq,
      _ingest: { stream: { page_load_id: pageLoadId, last_seq: lastSeq, dropped, previous } },
    },
  };
}

const TEN = Array.from({ length: 10 }, (_, index) => buildFile("page", index + 1, { lastSeq: 10 }));

test("misses nothing where each number of a stream is stored or dropped", () => {
  const files = [1, 2, 4].map((seq) => buildFile("page", seq, { lastSeq: 5, dropped: { invalid: 1, overflow: 1 } }));
  expect(computeCompleteness(files)).toEqual([{ pageLoadId: "page", lastSeq: 5, stored: 3, dropped: 2, missing: 0 }]);
});

test("takes the highest of several reports, since later ones say more", () => {
  const files = [buildFile("page", 1, { lastSeq: 1 }), buildFile("page", 2, { lastSeq: 4, dropped: { invalid: 2 } })];
  expect(countMissing(files)).toBe(0);
});

test("counts a stored event once, however many files it has", () => {
  expect(countMissing([...TEN, ...TEN])).toBe(0);
});

test("counts a stream that only a later page speaks of", () => {
  const previous = [{ page_load_id: "gone", last_seq: 3, dropped: { overflow: 1 } }];
  expect(countMissing([buildFile("page", 1, { lastSeq: 1, previous })])).toBe(2);
});

test("adds up what several pages have dropped of one stream, each count once", () => {
  const previous = [
    { page_load_id: "page", counted_by: "page", last_seq: 4, dropped: { rejected: 1 } },
    { page_load_id: "page", counted_by: "next", last_seq: 5, dropped: { rejected: 1 } },
    { page_load_id: "page", counted_by: "next", last_seq: 5, dropped: { rejected: 2 } },
  ];
  const files = [1, 2].map((seq) => buildFile("page", seq, { lastSeq: 4, dropped: { rejected: 1 }, previous }));
  expect(computeCompleteness(files)).toMatchObject([{ lastSeq: 5, dropped: 3, missing: 0 }]);
});

test("finds exactly what was deleted", () => {
  const deleted = chooseFilesToDelete(TEN);
  const left = TEN.filter((file) => !deleted.includes(file));
  expect(deleted.length).toBeGreaterThan(1);
  expect(countMissing(left)).toBe(deleted.length);
});

test("deletes nothing of a stream that would then be unheard of", () => {
  expect(chooseFilesToDelete([buildFile("page", 1, { lastSeq: 1 })])).toEqual([]);
});
