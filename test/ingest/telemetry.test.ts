/** What CloudWatch gets: lines of JSON, one object each, with nothing in them that a request brought. */
import { afterEach, beforeEach, expect, test, vi, type MockInstance } from "vitest";
import type { LogEntry } from "../../examples/ingest-lambda/src/answer/log.ts";
import { createLogReport, createMetricReport } from "../../examples/ingest-lambda/src/answer/telemetry.ts";

const ENTRY: LogEntry = {
  level: "warn",
  message: "ingest",
  request_id: "request-1",
  duration_ms: 12,
  status: 200,
  received: 5,
  stored: 1,
  duplicate: 1,
  rejected: 2,
  retry: 1,
  codes: { SlowDown: 1, invalid_event_name: 2 },
};

let writes: MockInstance[];
beforeEach(() => {
  writes = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockReturnValue(true));
});
afterEach(() => {
  for (const write of writes) write.mockRestore();
});

function readLines(): readonly Readonly<Record<string, unknown>>[] {
  const text = writes.flatMap((write) => write.mock.calls.map(([chunk]) => String(chunk))).join("");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

test("a request is one line", () => {
  createLogReport()(ENTRY);

  expect(readLines()).toMatchObject([{ ...ENTRY, level: "WARN", service: "clickstream-ingest" }]);
});

test("a request is one line of metrics, whose parts add up to what was received", () => {
  createMetricReport()(ENTRY);

  expect(readLines()).toMatchObject([
    {
      Received: 5,
      Stored: 1,
      Duplicate: 1,
      Rejected: 2,
      Retry: 1,
      Unaccounted: 0,
      Refused: 0,
      Failed: 0,
      Duration: 12,
    },
  ]);
});

test("what a visitor did not want to be stored is counted apart, since it is no fault", () => {
  createMetricReport()({ ...ENTRY, codes: { ...ENTRY.codes, opted_out: 2 } });

  expect(readLines()).toMatchObject([{ Rejected: 0, OptedOut: 2, Unaccounted: 0 }]);
});

test("what the answer does not speak of is counted, for an alarm", () => {
  createMetricReport()({ ...ENTRY, stored: 0 });

  expect(readLines()).toMatchObject([{ Unaccounted: 1 }]);
});

test.each([
  ["refused", { level: "info", status: 413 }, { Refused: 1, Failed: 0 }],
  ["failed", { level: "error", status: 503 }, { Refused: 0, Failed: 1 }],
] as const)("a request that was %s is counted", (_name, part, metrics) => {
  const { message, request_id, duration_ms, codes } = ENTRY;

  createMetricReport()({ message, request_id, duration_ms, codes, ...part });

  expect(readLines()).toMatchObject([{ ...metrics, Received: 0 }]);
});
