/** What several pages count in one stream adds up, whoever reports it and when. */
import { expect, test, vi } from "vitest";
import { mergeReports } from "../../../examples/warehouse/load/merge-reports.ts";
import { createDropReports, type BatchReport } from "../../../src/delivery/drop-reports.ts";
import type { Store } from "../../../src/platform/platform.ts";
import type { StreamReport } from "../../../src/wire.ts";
import { memoryStore } from "../../support/test-platform.ts";

/** What is written down at the end of the task is written as soon as all promises are kept. */
const open = (pageLoadId: string, store: Store) => {
  const after = (_delayMs: number, run: () => void): (() => void) => {
    queueMicrotask(run);
    return () => undefined;
  };
  return createDropReports({ prefix: "", pageLoadId }, { store, platform: { after } });
};

const isReport = (report: StreamReport | undefined): report is StreamReport => report != null;

/** How many drops of the stream a reader knows who has these reports. */
const readDropped = (reports: readonly BatchReport[], pageLoadId: string): number => {
  const reported = reports.flatMap(({ stream: { previous = [], ...own } }) => [own, ...previous]);
  const merged = mergeReports(reported.filter(isReport)).filter(({ page_load_id }) => page_load_id === pageLoadId);
  return merged.flatMap(({ dropped }) => Object.values(dropped)).reduce((sum, count) => sum + count, 0);
};

test("two pages that drop events of one that is gone are both counted", async () => {
  const store = memoryStore();
  const one = open("one", store);
  const other = open("other", store);
  one.count("rejected", "gone", 1);
  other.count("rejected", "gone", 2);
  one.count("expired", "gone", 3);
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
  for (const dropReports of [one, other, one]) {
    dropReports.count("rejected", "one", 1);
    await Promise.resolve();
  }
  expect(readDropped([other.report()], "one")).toBe(3);
});

test("a live page's counts go on from there when another has reported them", async () => {
  const store = memoryStore();
  const living = open("living", store);
  living.count("rejected", "living", 1);
  living.count("rejected", "gone", 7);
  await Promise.resolve();
  const first = open("other", store).report();
  first.forgetReported();
  expect(store.keys("stream:")).toEqual([]);

  living.count("rejected", "living", 2);
  living.count("rejected", "gone", 8);
  await Promise.resolve();
  const second = open("another", store).report();
  second.forgetReported();
  expect(readDropped([second], "living")).toBe(2);
  expect(readDropped([first, second], "living")).toBe(2);
  expect(readDropped([first, second], "gone")).toBe(2);
});

test("what was counted after a report stays when that is forgotten, and is reported next", async () => {
  const store = memoryStore();
  const dropReports = open("one", store);
  dropReports.count("rejected", "gone", 1);
  await Promise.resolve();
  const report = dropReports.report();
  dropReports.count("rejected", "gone", 2);
  dropReports.count("rejected", "also-gone", 1);
  await Promise.resolve();
  report.forgetReported();
  expect(readDropped([dropReports.report()], "gone")).toBe(2);
  expect(readDropped([dropReports.report()], "also-gone")).toBe(1);
});

test("what was reported is not reported again, unless it grows", async () => {
  const store = memoryStore();
  const dropReports = open("one", store);
  dropReports.count("invalid", "one", 1);
  await Promise.resolve();
  dropReports.report().forgetReported();
  expect(dropReports.report().stream).toEqual({
    page_load_id: "one",
    last_seq: 0,
    dropped: { invalid: 1 },
    previous: [],
  });
  dropReports.count("invalid", "gone", 1);
  await Promise.resolve();
  expect(dropReports.report().stream.previous).toHaveLength(1);
});

test("a page has one record of each stream, with what it has counted in all", async () => {
  const store = memoryStore();
  const dropReports = open("one", store);
  for (let seq = 1; seq <= 5; seq++) {
    dropReports.count("rejected", "gone", seq);
    await Promise.resolve();
  }
  expect(store.keys("")).toEqual([
    'stream:{"page_load_id":"gone","counted_by":"one","last_seq":5,"dropped":{"rejected":5}}',
  ]);
});

test("a hundred thousand drops in one task are written down once", async () => {
  const store = memoryStore();
  const write = vi.spyOn(store, "write");
  const dropReports = open("one", store);
  for (let seq = 1; seq <= 100_000; seq++) dropReports.count("rate_limited", "one", seq);
  expect(dropReports.report().stream.dropped).toEqual({ rate_limited: 100_000 });
  await Promise.resolve();
  expect(write).toHaveBeenCalledOnce();
  expect(readDropped([open("next", store).report()], "one")).toBe(100_000);
});

test("of forty records each is reported, sixteen at a time", async () => {
  const store = memoryStore();
  const dropReports = open("one", store);
  for (let index = 0; index < 40; index++) dropReports.count("rejected", `gone-${index}`, 1);
  await Promise.resolve();
  const reports = [1, 2, 3, 4].map(() => {
    const report = dropReports.report();
    report.forgetReported();
    return report;
  });
  const reported = reports.map(({ stream: { previous } }) => previous.map((each) => each?.page_load_id));
  expect(reported.map((ids) => ids.length)).toEqual([16, 16, 8, 0]);
  expect(new Set(reported.slice(0, 3).flat()).size).toBe(40);
});

test("a record of every reason, with counts of many digits, is read back whole", () => {
  const reasons = ["invalid", "too_large", "rate_limited", "overflow", "expired", "rejected", "corrupt"];
  const dropped = Object.fromEntries(reasons.map((reason) => [reason, 123_456_789]));
  const record = { page_load_id: "p".repeat(64), counted_by: "c".repeat(64), last_seq: 123_456_789, dropped };
  const store = memoryStore({ [`stream:${JSON.stringify(record)}`]: "1" });
  expect(open("next", store).report().stream.previous).toEqual([record]);
});

test("a record of 999 characters is read, and a longer one is not", () => {
  const recordOf = (chars: number): string => `"${"x".repeat(chars - 2)}"`;
  const previousOf = (chars: number) =>
    open("own", memoryStore({ [`stream:${recordOf(chars)}`]: "1" })).report().stream.previous;
  expect(previousOf(999)).toEqual(["x".repeat(997)]);
  expect(previousOf(1_000)).toEqual([undefined]);
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
  const dropReports = open("own", store);
  dropReports.count("rejected", "gone", 7);
  await Promise.resolve();
  const report = dropReports.report();
  expect(report.stream.previous).toContainEqual({
    page_load_id: "gone",
    counted_by: "own",
    last_seq: 7,
    dropped: { rejected: 1 },
  });
  expect(JSON.stringify(report.stream).length).toBeLessThan(300);
  report.forgetReported();
  expect(store.keys("")).toEqual([]);
});

test("records are listed once, however many batches report, until the page is hidden", () => {
  const store = memoryStore();
  const keys = vi.spyOn(store, "keys");
  const dropReports = open("own", store);
  for (let batch = 0; batch < 80; batch++) dropReports.report().forgetReported();
  expect(keys).toHaveBeenCalledOnce();

  const other = open("other", store);
  other.count("rejected", "gone", 1);
  other.save();
  expect(dropReports.report().stream.previous).toEqual([]);
  dropReports.save();
  expect(dropReports.report().stream.previous).toHaveLength(1);
});

test("a record of this page is listed as soon as it is written, and not again when it was reported", () => {
  const dropReports = open("own", memoryStore());
  expect(dropReports.report().stream.previous).toEqual([]);
  dropReports.count("rejected", "gone", 1);
  dropReports.save();
  const report = dropReports.report();
  expect(report.stream.previous).toHaveLength(1);
  report.forgetReported();
  expect(dropReports.report().stream.previous).toEqual([]);
});
