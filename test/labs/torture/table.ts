/** Writes the results for people: a table, and below it what went wrong or was left out. Pure. */
import type { TortureEngine } from "./engines/visitor.ts";
import { listFaults, type Cell, type Row } from "./figures.ts";

type Column = Pick<TortureEngine, "name" | "remarks">;

export function buildTable(engines: readonly Column[], rows: readonly Row[]): string {
  const head = ["scenario", ...engines.map(({ name }) => name)];
  const body = rows.map(({ id, title, cells }) => [
    `${id} ${title}`,
    ...engines.map(({ name }) => formatCell(cells[name])),
  ]);
  const lines = [head, ["---", ...engines.map(() => "---")], ...body];
  const remarks = engines.flatMap((engine) => engine.remarks.map((remark) => `NOTE: ${engine.name}: ${remark}`));
  const table = lines.map((cells) => `| ${cells.join(" | ")} |`);
  return [...table, "", LEGEND, ...remarks, ...listNotes(rows)].join("\n");
}

const LEGEND =
  "a→b: lost while the page was open or right after it died → lost after the next page had 20 s. +n: stored twice. " +
  "!n: exceptions in the page. ?n: missing by the stored files. r/B: requests / bytes of their bodies.";

function formatCell(cell: Cell | undefined): string {
  if (cell?.kind !== "measured") return cell?.kind === "failed" ? "FAILED" : "-";
  const { tracked, lostAtFirst, lost, twice, exceptions, missing, requests, bodyBytes } = cell.figures;
  return [
    lostAtFirst === lost ? String(lost) : `${lostAtFirst}→${lost}`,
    `of ${tracked}`,
    ...(twice > 0 ? [`+${twice}`] : []),
    ...(exceptions.length > 0 ? [`!${exceptions.length}`] : []),
    ...(missing === 0 ? [] : [`?${missing}`]),
    `${requests}/${bodyBytes}`,
  ].join(" ");
}

function listNotes(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ id, cells }) =>
    Object.entries(cells).flatMap(([engine, cell]) => {
      if (cell.kind === "left_out") return [`LEFT OUT: ${id} in ${engine}: ${cell.reason}`];
      return listFaults(cell).map((fault) => `WRONG: ${id} in ${engine}: ${fault}`);
    }),
  );
}
