/** The grammars of engines that do not run here. */
import { build } from "esbuild";
import type * as Parsers from "dt-sql-parser";

/** Bundled, since the package imports folders, which Node does not. */
export async function loadGrammars(): Promise<
  Pick<typeof Parsers, "HiveSQL" | "PostgreSQL" | "SparkSQL" | "TrinoSQL">
> {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export { HiveSQL, PostgreSQL, SparkSQL, TrinoSQL } from "dt-sql-parser";',
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as typeof Parsers;
}
