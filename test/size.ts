/** Prints what a page pays for the SDK, as a user would bundle it, and what each file adds. Fails past the budget. */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** Bytes of gzip. The goal of the core is 5,000; these are where it stands, so that it shrinks from here. */
const MAX_CORE_BYTES = 6_950;
const MAX_UMD_BYTES = 7_350;

const gzipBytes = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;

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
const core = outputFiles.find(({ path }) => path.endsWith("stdin.js"))?.contents ?? new Uint8Array();
const umd = await readFile("dist/umd/clickstream.js");

const files = Object.values(metafile.outputs)
  .flatMap(({ inputs }) => Object.entries(inputs))
  .map(([file, { bytesInOutput }]) => ({ file, minified: bytesInOutput }))
  .filter(({ minified }) => minified > 0)
  .sort((one, other) => other.minified - one.minified);

console.table(files);
console.table([
  { bundle: "core: import { createTracker }", minified: core.length, gzip: gzipBytes(core), budget: MAX_CORE_BYTES },
  { bundle: "dist/umd/clickstream.js", minified: umd.length, gzip: gzipBytes(umd), budget: MAX_UMD_BYTES },
]);

if (gzipBytes(core) > MAX_CORE_BYTES || gzipBytes(umd) > MAX_UMD_BYTES) {
  console.error("Past the budget: every visitor of every page would pay for it.");
  process.exitCode = 1;
}
