/** Prints what the redaction of URLs misses and what it takes too much of, and writes the table into docs/privacy.md. */
import { readFile, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { buildTable, PRIVACY_PAGE, replaceTable } from "./report.ts";
import { findRedactedPaths } from "./measure.ts";

const page = replaceTable(await readFile(PRIVACY_PAGE, "utf8"));
await writeFile(PRIVACY_PAGE, await format(page, { parser: "markdown", printWidth: 120 }));
console.log(buildTable());
console.log(findRedactedPaths().join("\n"));
