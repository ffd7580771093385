/** Prints what a page pays for the SDK, as a user would bundle it, and what each file adds. Fails past the budget. */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** Bytes of gzip: where each bundle stands, so that it shrinks from here. The goal of the core is 5,000. */
const BUDGETS = {
  "import { createTracker }": 6_695,
  "dist/umd/clickstream.js": 6_985,
  "dist/umd/consent.js": 1_620,
};

/** What is imported at need, such as the debug mode, is a file of its own that pages do not load. */
const { outputFiles, metafile } = await build({
  stdin: { contents: 'export { createTracker } from "./src/index.ts";', resolveDir: "." },
  bundle: true,
  minify: true,
  splitting: true,
  outdir: "bundle",
  format: "esm",
  target: "es2020",
  metafile: true,
  write: false,
});

const files = Object.values(metafile.outputs)
  .flatMap(({ inputs }) => Object.entries(inputs))
  .map(([file, { bytesInOutput }]) => ({ file, minified: bytesInOutput }))
  .filter(({ minified }) => minified > 0)
  .sort((one, other) => other.minified - one.minified);

const contentOf = (bundle: string): Promise<Uint8Array> | Uint8Array | undefined =>
  bundle.startsWith("dist/") ? readFile(bundle) : outputFiles.find(({ path }) => path.endsWith("stdin.js"))?.contents;

const bundles = await Promise.all(
  Object.entries(BUDGETS).map(async ([bundle, budget]) => {
    const content = (await contentOf(bundle)) ?? new Uint8Array();
    return { bundle, minified: content.length, gzip: gzipSync(content, { level: 9 }).length, budget };
  }),
);

console.table(files);
console.table(bundles);

if (bundles.some(({ minified, gzip, budget }) => minified === 0 || gzip > budget)) {
  console.error("Past the budget: every visitor of every page would pay for it.");
  process.exitCode = 1;
}
