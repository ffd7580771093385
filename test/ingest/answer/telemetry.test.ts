/** What CloudWatch receives of a request: one line for the log, and one line of metrics. */
import { afterEach, beforeEach, expect, test, vi, type MockInstance } from "vitest";
import type { LogEntry } from "../../../examples/ingest-lambda/src/answer/log.ts";
import { createLogReport, createMetricReport } from "../../../examples/ingest-lambda/src/answer/telemetry.ts";

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
  codes: { SlowDown: 1, not_object: 2 },
};

let writes: MockInstance[];
beforeEach(() => {
  writes = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockReturnValue(true));
});
afterEach(() => {
  for (const write of writes) write.mockRestore();
});

interface MetricsDefinition {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly object[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function readDefinitions(): readonly MetricsDefinition[] {
  return readLines().flatMap(
    ({ _aws }) => (_aws as { readonly CloudWatchMetrics: readonly MetricsDefinition[] }).CloudWatchMetrics,
  );
}

function readLines(): readonly Readonly<Record<string, unknown>>[] {
  const text = writes.flatMap((write) => write.mock.calls.map(([chunk]) => String(chunk))).join("");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

test("a request is one line of the log", () => {
  createLogReport()(ENTRY);

  expect(readLines()).toMatchObject([{ ...ENTRY, level: "WARN", service: "clickstream-ingest" }]);
});

test("a request is one line of metrics in the embedded format, whose parts add up to what was received", () => {
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
      OptedOut: 0,
      service: "clickstream-ingest",
    },
  ]);
  const [definition] = readDefinitions();
  expect(definition).toMatchObject({ Namespace: "Clickstream", Dimensions: [["service"]] });
  const counts = [
    "Received",
    "Stored",
    "Duplicate",
    "Rejected",
    "OptedOut",
    "Retry",
    "Unaccounted",
    "Refused",
    "Failed",
  ];
  expect(definition?.Metrics).toEqual([
    ...counts.map((Name) => ({ Name, Unit: "Count" })),
    { Name: "Duration", Unit: "Milliseconds" },
  ]);
});

test("rejections of a visitor who has opted out are counted apart, since they are no fault", () => {
  createMetricReport()({ ...ENTRY, rejected: 3, received: 6, codes: { ...ENTRY.codes, opted_out: 2 } });

  expect(readLines()).toMatchObject([{ Received: 6, Rejected: 1, OptedOut: 2, Unaccounted: 0 }]);
});

test("received events that the answer does not count are counted, for an alarm", () => {
  createMetricReport()({ ...ENTRY, stored: 0 });

  expect(readLines()).toMatchObject([{ Unaccounted: 1 }]);
});

test("each request is counted for itself", () => {
  const report = createMetricReport();

  report(ENTRY);
  report({ ...ENTRY, stored: 2, received: 6 });

  expect(readLines()).toMatchObject([{ Stored: 1 }, { Stored: 2 }]);
});

test("a request that was answered 503 after its events were read has failed and was not refused", () => {
  createMetricReport()({ ...ENTRY, level: "error", status: 503, stored: 0, duplicate: 0, retry: 3 });

  expect(readLines()).toMatchObject([{ Failed: 1, Refused: 0, Retry: 3, Unaccounted: 0 }]);
});

test.each([
  ["refused", { level: "info", status: 413 }, { Refused: 1, Failed: 0 }],
  ["failed", { level: "error", status: 503 }, { Refused: 0, Failed: 1 }],
] as const)("a request that was %s is counted, and no event with it", (_name, part, metrics) => {
  const { message, request_id, duration_ms, codes } = ENTRY;

  createMetricReport()({ message, request_id, duration_ms, codes, ...part });

  const none = { Received: 0, Stored: 0, Duplicate: 0, Rejected: 0, OptedOut: 0, Retry: 0, Unaccounted: 0 };
  expect(readLines()).toMatchObject([{ ...none, ...metrics }]);
});
