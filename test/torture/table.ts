/** Writes the results for people: a table, and below it what went wrong or was left out. Pure. */
import { listFaults, type Cell, type Row } from "./figures.ts";

export function buildTable(engines: readonly string[], rows: readonly Row[]): string {
  const head = ["scenario", ...engines];
  const body = rows.map(({ id, title, cells }) => [
    `${id} ${title}`,
    ...engines.map((engine) => formatCell(cells[engine])),
  ]);
  const lines = [head, ["---", ...engines.map(() => "---")], ...body];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("") + `\n${LEGEND}\n${buildNotes(rows)}`;
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

function buildNotes(rows: readonly Row[]): string {
  const notes = rows.flatMap(({ id, cells }) =>
    Object.entries(cells).flatMap(([engine, cell]) => {
      if (cell.kind === "left_out") return [`LEFT OUT: ${id} in ${engine}: ${cell.reason}`];
      return listFaults(cell).map((fault) => `WRONG: ${id} in ${engine}: ${fault}`);
    }),
  );
  return notes.map((note) => `${note}\n`).join("");
}
