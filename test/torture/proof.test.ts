import { expect, test } from "vitest";
import { chooseVictims, countMissing, proveStreams } from "./proof.ts";
import type { StoredFile } from "./stored-file.ts";

interface Told {
  readonly lastSeq: number;
  readonly dropped?: Readonly<Record<string, number>>;
}

function buildFile(pageLoadId: string, seq: number, { lastSeq, dropped = {} }: Told): StoredFile {
  return {
    path: `events/2026/11/24/event-${pageLoadId}-${seq}.json`,
    event: {
      event_id: `${pageLoadId}-${seq}`,
      page_load_id: pageLoadId,
      event_seq: seq,
      _ingest: { stream: { page_load_id: pageLoadId, last_seq: lastSeq, dropped } },
    },
  };
}

const TEN = Array.from({ length: 10 }, (_, index) => buildFile("page", index + 1, { lastSeq: 10 }));

test("misses nothing where each number of a stream is stored or dropped", () => {
  const files = [1, 2, 4].map((seq) => buildFile("page", seq, { lastSeq: 5, dropped: { invalid: 1, overflow: 1 } }));
  expect(proveStreams(files)).toEqual([{ pageLoadId: "page", lastSeq: 5, stored: 3, dropped: 2, missing: 0 }]);
});

test("takes the highest of several reports, since later ones say more", () => {
  const files = [buildFile("page", 1, { lastSeq: 1 }), buildFile("page", 2, { lastSeq: 4, dropped: { invalid: 2 } })];
  expect(countMissing(files)).toBe(0);
});

test("counts a stored event once, however many files it has", () => {
  expect(countMissing([...TEN, ...TEN])).toBe(0);
});

test("counts a stream that only a later page speaks of", () => {
  const [file] = TEN;
  const previous = [{ page_load_id: "gone", last_seq: 3, dropped: { overflow: 1 } }];
  const stream = { page_load_id: "page", last_seq: 1, dropped: {}, previous };
  const files = file ? [{ ...file, event: { ...file.event, _ingest: { stream } } }] : [];
  expect(countMissing(files)).toBe(2);
});

test("finds exactly what was deleted", () => {
  const victims = chooseVictims(TEN);
  const left = TEN.filter((file) => !victims.includes(file));
  expect(victims.length).toBeGreaterThan(1);
  expect(countMissing(left)).toBe(victims.length);
});

test("deletes nothing of a stream that would then be unheard of", () => {
  expect(chooseVictims([buildFile("page", 1, { lastSeq: 1 })])).toEqual([]);
});
