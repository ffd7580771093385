/** Prints a table in Markdown. Pure. */

/** @param isNumeric columns after the first hold numbers, which stand at the right @default true */
export function buildMarkdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { isNumeric = true }: { readonly isNumeric?: boolean } = {},
): string {
  const rule = head.map((_, index) => (isNumeric && index > 0 ? "--:" : "---"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
