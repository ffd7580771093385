/** Writes the results as a table. Pure. */
import { buildMarkdownTable } from "../shared/markdown-table.ts";
import { BASELINE } from "./contenders.ts";
import type { MetricName } from "./metrics.ts";
import type { Result } from "./measure.ts";

interface Row {
  readonly metric: MetricName;
  readonly heading: string;
  readonly digits: number;
}

const ROWS: readonly Row[] = [
  { metric: "callMedianUs", heading: "`track()`, steady: median, us", digits: 0 },
  { metric: "callMeanUs", heading: "`track()`, steady: mean, us", digits: 0 },
  { metric: "timesFloor", heading: "the median, times that of writing the event to localStorage", digits: 2 },
  { metric: "threadUs", heading: "main thread for an event, sending included, us", digits: 0 },
  { metric: "burstUs", heading: "`track()`, 1,000 at once, us each", digits: 1 },
  { metric: "blockMs", heading: "longest block after the burst, ms", digits: 1 },
  { metric: "burstEvents", heading: "arrived of the burst, within 5 s", digits: 0 },
  { metric: "createMs", heading: "making the tracker, ms", digits: 2 },
  { metric: "outageUs", heading: "`track()`, 10,000 in an outage, us each", digits: 1 },
  { metric: "heapMb", heading: "heap after these 10,000, MB", digits: 2 },
  { metric: "requests", heading: "requests for 100 steady events", digits: 0 },
  { metric: "sentBytes", heading: "body bytes an event, as sent", digits: 0 },
  { metric: "plainBytes", heading: "body bytes an event, uncompressed", digits: 0 },
  { metric: "bundleBytes", heading: "bundle, gzip, bytes", digits: 0 },
];

/** Returns a Markdown table. In brackets: how many times the baseline's metric. */
export function buildTable(results: readonly Result[]): string {
  const baseline = results.find(({ contender }) => contender.id === BASELINE.id)?.metrics ?? {};
  const lines = ROWS.map(({ metric, heading, digits }) => [
    heading,
    ...results.map(({ contender, metrics }) => {
      const text = formatNumber(metrics[metric], digits);
      const isRatio = metric === "timesFloor";
      return isRatio || contender.id === BASELINE.id
        ? text
        : `${text}${formatRatio(metrics[metric], baseline[metric])}`;
    }),
  ]);
  const head = ["", ...results.map(({ contender }) => contender.name)];
  return `${buildMarkdownTable(head, lines)}\n`;
}

function formatNumber(value: number | undefined, digits: number): string {
  if (value === undefined || Number.isNaN(value)) return "-";
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function formatRatio(value: number | undefined, baseline: number | undefined): string {
  if (value === undefined || baseline === undefined || baseline <= 0) return "";
  const ratio = value / baseline;
  return ` (${ratio.toFixed(ratio < 10 ? 2 : 0)}×)`;
}
