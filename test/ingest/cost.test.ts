/** The figures of docs/storage.md: they follow from the prices, and the document repeats what the command prints. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { DAY_RULES, simulateMonth } from "../../examples/ingest-lambda/cost/day-boundary.ts";
import { computeMonthlyCost, WAYS, type Way } from "../../examples/ingest-lambda/cost/model.ts";
import { computePrefixLoad } from "../../examples/ingest-lambda/cost/prefix.ts";

const way = (layout: Way["layout"], eventsARequest: number): Way => ({ name: "", layout, eventsARequest });

test("a million events in objects of their own cost their million puts", () => {
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
  expect(computeMonthlyCost(way("batch", 1), 400e6).gateway).toBeCloseTo(300 + 90, 5);
});

test("10 billion events in objects of their own are more than a new folder takes, in batches not", () => {
  expect(computePrefixLoad(way("event", 20), 10e9).refusedAtMidnight).toBeGreaterThan(1e6);
  expect(computePrefixLoad(way("batch", 20), 10e9).refusedAtMidnight).toBe(0);
  expect(computePrefixLoad(way("event", 20), 100e6).refusedAtMidnight).toBe(0);
});

test("midnight doubles events by the day of receipt, and hardly any by their own day", () => {
  const [receipt = 0, own = 0, batchReceipt = 0, batchOwn = 0] = simulateMonth(50_000, 7);

  expect(receipt).toBeGreaterThan(1_000);
  expect(own).toBeLessThan(receipt / 20);
  expect(batchReceipt).toBeGreaterThan(1_000);
  expect(batchOwn).toBeLessThan(batchReceipt / 20);
  expect(DAY_RULES).toHaveLength(4);
});

test("docs/storage.md repeats what `npm run cost` prints", async () => {
  const printed = execFileSync(process.execPath, ["examples/ingest-lambda/cost/cost.ts"], { encoding: "utf8" });
  const rows = (text: string): readonly string[] =>
    text
      .split("\n")
      .filter((line) => line.startsWith("|") && line.includes("`"))
      .map((line) => line.replaceAll(/\s+/g, " ").trim());

  expect(rows(printed).length).toBeGreaterThan(10);
  expect(rows(await readFile("docs/storage.md", "utf8"))).toEqual(expect.arrayContaining([...rows(printed)]));
}, 60_000);
