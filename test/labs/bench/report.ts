/** Writes the results as a table. Pure. */
import { YARDSTICK } from "./contenders.ts";
import type { FigureName } from "./figures.ts";
import type { Result } from "./measure.ts";

interface Row {
  readonly figure: FigureName;
  readonly heading: string;
  readonly digits: number;
}

const ROWS: readonly Row[] = [
  { figure: "callMedianUs", heading: "`track()`, steady: median, us", digits: 0 },
  { figure: "callMeanUs", heading: "`track()`, steady: mean, us", digits: 0 },
  { figure: "threadUs", heading: "main thread for an event, sending included, us", digits: 0 },
  { figure: "burstUs", heading: "`track()`, 1,000 at once, us each", digits: 1 },
  { figure: "blockMs", heading: "longest block after the burst, ms", digits: 1 },
  { figure: "burstEvents", heading: "arrived of the burst, within 5 s", digits: 0 },
  { figure: "createMs", heading: "making the tracker, ms", digits: 2 },
  { figure: "outageUs", heading: "`track()`, 10,000 in an outage, us each", digits: 1 },
  { figure: "heapMb", heading: "heap after these 10,000, MB", digits: 2 },
  { figure: "requests", heading: "requests for 100 steady events", digits: 0 },
  { figure: "sentBytes", heading: "body bytes an event, as sent", digits: 0 },
  { figure: "plainBytes", heading: "body bytes an event, uncompressed", digits: 0 },
  { figure: "bundleBytes", heading: "bundle, gzip, bytes", digits: 0 },
];

/** Returns a Markdown table. In brackets: how many times the yardstick's figure. */
export function buildTable(results: readonly Result[]): string {
  const yardstick = results.find(({ contender }) => contender.id === YARDSTICK.id)?.figures ?? {};
  const lines = ROWS.map(({ figure, heading, digits }) => [
    heading,
    ...results.map(({ contender, figures }) => {
      const text = formatNumber(figures[figure], digits);
      return contender.id === YARDSTICK.id ? text : `${text}${formatRatio(figures[figure], yardstick[figure])}`;
    }),
  ]);
  const head = ["", ...results.map(({ contender }) => contender.name)];
  return [head, ["---", ...results.map(() => "--:")], ...lines].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function formatNumber(value: number | undefined, digits: number): string {
  if (value === undefined || Number.isNaN(value)) return "-";
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function formatRatio(value: number | undefined, yardstick: number | undefined): string {
  if (value === undefined || yardstick === undefined || yardstick <= 0) return "";
  const ratio = value / yardstick;
  return ` (${ratio.toFixed(ratio < 10 ? 2 : 0)}×)`;
}
