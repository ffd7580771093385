/** Writes the results for people: a table, and below it what went wrong or was left out. Pure. */
import { buildMarkdownTable } from "../shared/markdown-table.ts";
import type { TortureEngine } from "./engines/engine.ts";
import { listFailures, type Result, type Row } from "./results.ts";

type Column = Pick<TortureEngine, "name" | "remarks">;

export function buildTable(engines: readonly Column[], rows: readonly Row[]): string {
  const head = ["scenario", ...engines.map(({ name }) => name)];
  const body = rows.map(({ id, title, results }) => [
    `${id} ${title}`,
    ...engines.map(({ name }) => formatResult(results[name])),
  ]);
  const remarks = engines.flatMap((engine) => engine.remarks.map((remark) => `NOTE: ${engine.name}: ${remark}`));
  return [buildMarkdownTable(head, body, { isNumeric: false }), "", LEGEND, ...remarks, ...listNotes(rows)].join("\n");
}

const LEGEND =
  "a→b: lost while the page was open or right after it died → lost after the next page had 20 s. -n: dropped, by the reports. +n: stored twice. " +
  "!n: exceptions in the page. ?n: missing by the stored files. r/B: requests / bytes of their bodies.";

function formatResult(result: Result | undefined): string {
  if (result?.kind !== "measured") return result?.kind === "failed" ? "FAILED" : "-";
  const { tracked, lostAtFirst, lost, duplicates, exceptions, dropped, missing, requests, bodyBytes } = result.metrics;
  return [
    lostAtFirst === lost ? String(lost) : `${lostAtFirst}→${lost}`,
    `of ${tracked}`,
    ...(dropped > 0 ? [`-${dropped}`] : []),
    ...(duplicates > 0 ? [`+${duplicates}`] : []),
    ...(exceptions.length > 0 ? [`!${exceptions.length}`] : []),
    ...(missing === 0 ? [] : [`?${missing}`]),
    `${requests}/${bodyBytes}`,
  ].join(" ");
}

function listNotes(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ id, results }) =>
    Object.entries(results).flatMap(([engine, result]) => {
      if (result.kind === "left_out") return [`LEFT OUT: ${id} in ${engine}: ${result.reason}`];
      return listFailures(result).map((fault) => `WRONG: ${id} in ${engine}: ${fault}`);
    }),
  );
}
