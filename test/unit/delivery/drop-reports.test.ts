/** What several pages count in one stream adds up, whoever reports it and when. */
import { expect, test, vi } from "vitest";
import { mergeReports } from "../../../examples/warehouse/load/merge-reports.ts";
import { createLedger, type Report } from "../../../src/delivery/drop-reports.ts";
import type { Store } from "../../../src/platform/platform.ts";
import type { StreamReport } from "../../../src/wire.ts";
import { memoryStore } from "../test-platform.ts";

const open = (pageLoadId: string, store: Store) => createLedger({ prefix: "", pageLoadId }, store);

const isReport = (report: StreamReport | undefined): report is StreamReport => report != null;

/** What a reader who has these reports knows of the stream. */
const readDropped = (reports: readonly Report[], pageLoadId: string): number => {
  const told = reports.flatMap(({ stream: { previous = [], ...own } }) => [own, ...previous]);
  const merged = mergeReports(told.filter(isReport)).filter(({ page_load_id }) => page_load_id === pageLoadId);
  return merged.flatMap(({ dropped }) => Object.values(dropped)).reduce((sum, count) => sum + count, 0);
};

test("two pages that drop events of one that is gone are both counted", async () => {
  const store = memoryStore();
  const one = open("one", store);
  const other = open("other", store);
  one.drop("rejected", "gone", 1);
  other.drop("rejected", "gone", 2);
  one.drop("expired", "gone", 3);
  await Promise.resolve();

  const report = open("next", store).report();
  expect(readDropped([report], "gone")).toBe(3);
  expect(report.stream.previous).toEqual([
    { page_load_id: "gone", counted_by: "one", last_seq: 3, dropped: { rejected: 1, expired: 1 } },
    { page_load_id: "gone", counted_by: "other", last_seq: 2, dropped: { rejected: 1 } },
  ]);
});

test("two pages that drop of one stream by turns lose no count", async () => {
  const store = memoryStore();
  const one = open("one", store);
  const other = open("other", store);
  for (const ledger of [one, other, one]) {
    ledger.drop("rejected", "one", 1);
    await Promise.resolve();
  }
  expect(readDropped([other.report()], "one")).toBe(3);
});

test("a live page's counts go on from there when another has reported them", async () => {
  const store = memoryStore();
  const living = open("living", store);
  living.drop("rejected", "living", 1);
  living.drop("rejected", "gone", 7);
  await Promise.resolve();
  const first = open("other", store).report();
  first.strike();
  expect(store.keys("stream:")).toEqual([]);

  living.drop("rejected", "living", 2);
  living.drop("rejected", "gone", 8);
  await Promise.resolve();
  const second = open("another", store).report();
  second.strike();
  expect(readDropped([second], "living")).toBe(2);
  expect(readDropped([first, second], "living")).toBe(2);
  expect(readDropped([first, second], "gone")).toBe(2);
});

test("what was counted after a report stays when that is struck out, and is reported next", async () => {
  const store = memoryStore();
  const ledger = open("one", store);
  ledger.drop("rejected", "gone", 1);
  await Promise.resolve();
  const report = ledger.report();
  ledger.drop("rejected", "gone", 2);
  ledger.drop("rejected", "also-gone", 1);
  await Promise.resolve();
  report.strike();
  expect(readDropped([ledger.report()], "gone")).toBe(2);
  expect(readDropped([ledger.report()], "also-gone")).toBe(1);
});

test("what was reported is not told again, unless it grows", async () => {
  const store = memoryStore();
  const ledger = open("one", store);
  ledger.drop("invalid", "one", 1);
  await Promise.resolve();
  ledger.report().strike();
  expect(ledger.report().stream).toEqual({ page_load_id: "one", last_seq: 0, dropped: { invalid: 1 }, previous: [] });
  ledger.drop("invalid", "gone", 1);
  await Promise.resolve();
  expect(ledger.report().stream.previous).toHaveLength(1);
});

test("a page has one record of each stream, with what it has counted in all", async () => {
  const store = memoryStore();
  const ledger = open("one", store);
  for (let seq = 1; seq <= 5; seq++) {
    ledger.drop("rejected", "gone", seq);
    await Promise.resolve();
  }
  expect(store.keys("")).toEqual([
    'stream:{"page_load_id":"gone","counted_by":"one","last_seq":5,"dropped":{"rejected":5}}',
  ]);
});

test("a hundred thousand drops in one task are written down once", async () => {
  const store = memoryStore();
  const write = vi.spyOn(store, "write");
  const ledger = open("one", store);
  for (let seq = 1; seq <= 100_000; seq++) ledger.drop("rate_limited", "one", seq);
  expect(ledger.report().stream.dropped).toEqual({ rate_limited: 100_000 });
  await Promise.resolve();
  expect(write).toHaveBeenCalledOnce();
  expect(readDropped([open("next", store).report()], "one")).toBe(100_000);
});

test("of forty records each is reported, sixteen at a time", async () => {
  const store = memoryStore();
  const ledger = open("one", store);
  for (let index = 0; index < 40; index++) ledger.drop("rejected", `gone-${index}`, 1);
  await Promise.resolve();
  const reports = [1, 2, 3, 4].map(() => {
    const report = ledger.report();
    report.strike();
    return report;
  });
  const told = reports.map(({ stream: { previous } }) => previous.map((each) => each?.page_load_id));
  expect(told.map((ids) => ids.length)).toEqual([16, 16, 8, 0]);
  expect(new Set(told.slice(0, 3).flat()).size).toBe(40);
});

/** JSON that no machine should have to write again, and that no request has room for. */
const DEEP = "[".repeat(5_000) + "]".repeat(5_000);
const LONG = `"${"x".repeat(1_000_000)}"`;

test.each([
  "",
  "null",
  "0",
  "5",
  "[]",
  '"text"',
  "{",
  '{"dropped":null}',
  '{"dropped":5,"last_seq":"many"}',
  DEEP,
  LONG,
])("a key with no record in it, case %#, costs no count, and is gone with the report", async (content) => {
  const store = memoryStore({ [`stream:${content}`]: "whatever" });
  const ledger = open("own", store);
  ledger.drop("rejected", "gone", 7);
  await Promise.resolve();
  const report = ledger.report();
  expect(report.stream.previous).toContainEqual({
    page_load_id: "gone",
    counted_by: "own",
    last_seq: 7,
    dropped: { rejected: 1 },
  });
  expect(JSON.stringify(report.stream).length).toBeLessThan(300);
  report.strike();
  expect(store.keys("")).toEqual([]);
});
