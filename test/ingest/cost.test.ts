/** The figures of docs/storage.md: they follow from the prices, and the document has what the command prints. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { createLogReport, createMetricReport } from "../../examples/ingest-lambda/src/answer/telemetry.ts";
import { MAX_EVENTS } from "../../examples/ingest-lambda/src/limits.ts";
import { MAX_CRASH_EVENTS } from "../../src/delivery/limits.ts";
import { computeDailyAttack } from "../../examples/ingest-lambda/cost/attack.ts";
import { MEASURED } from "../../examples/ingest-lambda/cost/measured-requests.ts";
import { DAY_RULES, simulateMonth } from "../../examples/ingest-lambda/cost/day-boundary.ts";
import {
  ACCESS_LOG_BYTES,
  computeMonthlyCost,
  FUNCTION_LOG_BYTES,
  WAYS,
  type Way,
} from "../../examples/ingest-lambda/cost/model.ts";
import { computePrefixLoad } from "../../examples/ingest-lambda/cost/prefix.ts";

const way = (layout: Way["layout"], eventsARequest: number): Way => ({ name: "", layout, eventsARequest });

test("a million events in objects of their own cost a million puts", () => {
  const { puts, gateway, total } = computeMonthlyCost(way("event", 20), 1e6);

  expect(puts).toBeCloseTo(5, 5);
  expect(gateway).toBeCloseTo(0.05, 5);
  expect(total).toBeGreaterThan(5.05);
  expect(total).toBeLessThan(5.2);
});

test.each([1e6, 100e6, 10e9])("at %d events each way is cheaper than the one before", (events) => {
  const totals = WAYS.map((one) => computeMonthlyCost(one, events).total);

  // Firehose writes a file each five minutes even where hardly anything comes.
  expect(totals.toSorted((a, b) => b - a)).toEqual(totals);
});

test("requests beyond 300 M a month are cheaper", () => {
  expect(computeMonthlyCost(way("batch", 1), 300e6).gateway).toBeCloseTo(300, 5);
  expect(computeMonthlyCost(way("batch", 1), 400e6).gateway).toBeCloseTo(300 + 90, 5);
});

test("a hundred million events, computed by hand", () => {
  // 5 M requests; 26,000 B each, which Firehose bills as six steps of 5 KiB; 30 ms of 0.5 GB; 1,250 B of logs.
  const firehose = computeMonthlyCost(way("firehose", 20), 100e6);

  expect(firehose.firehose).toBeCloseTo((5e6 * 6 * 5_120 * 0.029) / 1_073_741_824, 6);
  expect(firehose.lambda).toBeCloseTo(5 * 0.2 + 5e6 * 0.03 * 0.5 * 0.0000133334, 6);
  expect(firehose.logs).toBeCloseTo((5e6 * 1_250 * 0.5) / 1_073_741_824, 6);
  expect(firehose.gateway).toBeCloseTo(5, 6);
  // A file each five minutes is more than 130 GB need in files of 128 MiB.
  expect(firehose.puts).toBeCloseTo(30 * 24 * 12 * 0.000005, 6);
  expect(firehose.total).toBeCloseTo(14.102, 3);
  expect(computeMonthlyCost(way("batch", 20), 100e6).puts).toBeCloseTo(25, 6);
  expect(computeMonthlyCost(way("batch", 20), 100e6).firehose).toBe(0);
  // 20 puts are two rounds of at most 16.
  expect(computeMonthlyCost(way("event", 20), 100e6).lambda).toBeCloseTo(1 + 5e6 * 0.06 * 0.5 * 0.0000133334, 6);
});

test("preflights are requests of the gateway, with a line in its log, and none of the function", () => {
  const without = computeMonthlyCost(way("batch", 1), 1e6);
  const withOneInTen = computeMonthlyCost({ ...way("batch", 1), preflightsARequest: 0.1 }, 1e6);

  expect(withOneInTen.gateway - without.gateway).toBeCloseTo(0.1, 6);
  expect(withOneInTen.logs - without.logs).toBeCloseTo((1e5 * 350 * 0.5) / 1_073_741_824, 6);
  expect(withOneInTen.lambda).toBe(without.lambda);
});

test("the log lines are about as long as the function and the template make them", () => {
  let bytes = 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      bytes += String(chunk).length;
      return true;
    }),
  );
  const entry = { request_id: "Xk9fTh0eIAMEV7A=", duration_ms: 38, status: 200, codes: {} };
  const counts = { received: 2, stored: 2, duplicate: 0, rejected: 0, retry: 0 };
  for (const report of [createLogReport(), createMetricReport()])
    report({ level: "info", message: "ingest", ...entry, ...counts });
  for (const spy of spies) spy.mockRestore();
  expect(Math.abs(bytes - FUNCTION_LOG_BYTES)).toBeLessThan(100);

  const [, format = ""] =
    /Format: >-\n([^]*?)\n\n/.exec(readFileSync("examples/infrastructure/sam/template.yaml", "utf8")) ?? [];
  expect(format).toContain("$context.requestId");
  // A variable is as long as its value, more or less.
  const filled = format.replaceAll(/\s{2,}/g, "").replaceAll(/\$context[\w.]+/g, "x".repeat(7));
  expect(Math.abs(filled.length - ACCESS_LOG_BYTES)).toBeLessThan(100);
});

test.each<readonly [Way["layout"], number, number, number]>([
  ["event", 50, 10, 10],
  ["event", 500, 500, 100 / 0.96],
  ["event", 50, 9_999, 500],
  ["batch", 500, 9_999, 500],
])(
  "of a flood in the layout %s with %i events a request, asked %i times a second, %d get through",
  (layout, events, asked, through) => {
    expect(computeDailyAttack(layout, events, asked).requestsASecond).toBeCloseTo(through, 6);
  },
);

test("a stranger with ten requests a second makes it spend a tenth of what 500 events a request did", () => {
  const dollars = (events: number): number => computeDailyAttack("event", events, 10).dollars;

  expect(dollars(MAX_EVENTS)).toBeCloseTo(218.2, 0);
  expect(dollars(500)).toBeGreaterThan(9.9 * dollars(MAX_EVENTS));
});

test("a request may have as many events as the SDK sends where nobody can halve its batch", () => {
  expect(MAX_EVENTS).toBeGreaterThanOrEqual(MAX_CRASH_EVENTS);
});

test("the visits that were measured are of one walk, by the default interval and two others", () => {
  expect(MEASURED.intervals.map(({ flushIntervalMs }) => flushIntervalMs)).toEqual([1_000, 5_000, 30_000]);
  expect(new Set(MEASURED.intervals.map(({ events }) => events)).size).toBe(1);
});

test("10 billion events in objects of their own are more than a new folder takes, in batches not", () => {
  const load = computePrefixLoad(way("event", 20), 10e9);

  expect(load.meanPutsASecond).toBeCloseTo(3_858.02, 2);
  expect(load.peakPutsASecond).toBeCloseTo(11_574.07, 2);
  expect(load.refusedAtMidnight).toBeCloseTo((11_574.074 - 3_500) * 1_800, -2);
  expect(computePrefixLoad(way("firehose", 20), 10e9).peakPutsASecond).toBe(0);
  expect(computePrefixLoad(way("batch", 20), 10e9).refusedAtMidnight).toBe(0);
  expect(computePrefixLoad(way("event", 20), 100e6).refusedAtMidnight).toBe(0);
});

test("midnight stores events twice by the day of receipt, and hardly any by their own day", () => {
  const [receipt = 0, own = 0, batchReceipt = 0, batchOwn = 0] = simulateMonth(50_000, 7);

  expect(receipt).toBeGreaterThan(1_000);
  expect(own).toBeLessThan(receipt / 20);
  expect(batchReceipt).toBeGreaterThan(1_000);
  expect(batchOwn).toBeLessThan(batchReceipt / 20);
  expect(DAY_RULES).toHaveLength(4);
});

test("docs/storage.md has what `npm run cost` prints", async () => {
  const printed = execFileSync(process.execPath, ["examples/ingest-lambda/cost/cost.ts"], { encoding: "utf8" });
  const rows = (text: string): readonly string[] =>
    text
      .split("\n")
      .filter((line) => line.startsWith("|") && line.includes("`"))
      .map((line) => line.replaceAll(/\s+/g, " ").trim());

  expect(rows(printed).length).toBeGreaterThan(10);
  expect(rows(await readFile("docs/storage.md", "utf8"))).toEqual(expect.arrayContaining([...rows(printed)]));
}, 300_000);
