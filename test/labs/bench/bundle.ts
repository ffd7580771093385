/** Bundles a contender as an application would, and tells what each visitor pays for it. */
import { build, type BuildOptions } from "esbuild";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Contender } from "./contenders.ts";

const OPTIONS = {
  bundle: true,
  minify: true,
  write: false,
  platform: "browser",
  target: "es2020",
  format: "esm",
  legalComments: "none",
  // A file of `dist` that only others need is left out, and esbuild says so.
  logLevel: "error",
  alias: { "clickstream-js": join(import.meta.dirname, "../../../dist/index.js") },
} as const satisfies BuildOptions;

/** Returns the script of the contender's page: the contender, and what the bench asks it. */
export function bundlePage({ id }: Contender): Promise<string> {
  return bundle(`
    import { create } from "./contenders/${id}.ts";
    import { expose } from "./page/bench-page.ts";
    expose(create);
  `);
}

/** Returns the bytes of init and track alone, compressed as CDNs do. */
export async function measureBundle({ id }: Contender): Promise<number> {
  return gzipSync(await bundle(`export { create } from "./contenders/${id}.ts";`), { level: 9 }).length;
}

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({ ...OPTIONS, stdin: { contents, resolveDir: import.meta.dirname } });
  return outputFiles.map(({ text }) => text).join("");
}
