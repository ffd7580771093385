/** The table of docs/privacy.md that says what the redaction of URLs misses. */
import { join } from "node:path";
import { buildMarkdownTable } from "../shared/markdown-table.ts";
import { findRedactedPaths, measureKeptPercent, SHOP_PATHS, TOKEN_KINDS } from "./measure.ts";

export const PRIVACY_PAGE = join(import.meta.dirname, "../../../docs/privacy.md");

const MARKED = /(<!-- redaction -->)[^]*?(<!-- \/redaction -->)/;

/** Returns the page with the table of today. */
export function replaceTable(page: string): string {
  return page.replace(MARKED, (_old, begin: string, end: string) => `${begin}\n\n${buildTable()}\n\n${end}`);
}

export function buildTable(): string {
  const tokens = TOKEN_KINDS.map((kind) => [`${kind.name}: stay`, `${measureKeptPercent(kind).toFixed(2)} %`]);
  const paths = (100 * findRedactedPaths().length) / SHOP_PATHS.length;
  return buildMarkdownTable(
    ["what", "of 100"],
    [...tokens, ["paths of shops: something is redacted", `${paths.toFixed(2)} %`]],
  );
}
