/** Prints what a page pays for the SDK, as bundlers make it, and what each file adds. Fails past the budget. */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build as viteBuild } from "vite";
import { shortNames } from "../.config/internal-names.ts";

/** Bytes of gzip: where each stands, so that it shrinks from here. The goal of the core is 5,000. */
const BUDGETS = {
  "import { createTracker }, by esbuild": 5_925,
  "import { createTracker }, by Vite": 5_820,
  "dist/umd/clickstream.js": 6_100,
  "dist/umd/consent.js": 1_580,
};

const byEsbuild = (entry: string) =>
  build({
    stdin: { contents: `export { createTracker } from "${entry}";`, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    metafile: true,
    write: false,
    // A file of `dist` that only others need is left out, and esbuild says so.
    logLevel: "error",
    ...shortNames,
  });

async function byVite(): Promise<string> {
  const name = "virtual:page";
  const built = await viteBuild({
    configFile: false,
    logLevel: "error",
    build: { write: false, rolldownOptions: { input: name, preserveEntrySignatures: "strict" } },
    plugins: [
      {
        name,
        resolveId: (id) => (id === name ? id : undefined),
        load: (id) =>
          id === name ? `export { createTracker } from "${import.meta.dirname}/../dist/index.js";` : undefined,
      },
    ],
  });
  if (!("output" in built)) throw new Error("Vite built something else");
  return built.output.map((file) => ("code" in file ? file.code : "")).join("");
}

const { metafile } = await byEsbuild("./src/index.ts");
const files = Object.values(metafile.outputs)
  .flatMap(({ inputs }) => Object.entries(inputs))
  .map(([file, { bytesInOutput }]) => ({ file, minified: bytesInOutput }))
  .filter(({ minified }) => minified > 0)
  .sort((one, other) => other.minified - one.minified);

async function contentOf(bundle: string): Promise<string> {
  if (bundle.startsWith("dist/")) return readFile(bundle, "utf8");
  if (bundle.endsWith("Vite")) return byVite();
  return (await byEsbuild("./dist/index.js")).outputFiles.map(({ text }) => text).join("");
}

const bundles = await Promise.all(
  Object.entries(BUDGETS).map(async ([bundle, budget]) => {
    const content = Buffer.from(await contentOf(bundle));
    return { bundle, minified: content.length, gzip: gzipSync(content, { level: 9 }).length, budget };
  }),
);

console.table(files);
console.table(bundles);

if (bundles.some(({ minified, gzip, budget }) => minified === 0 || gzip > budget)) {
  console.error("Past the budget: every visitor of every page would pay for it.");
  process.exitCode = 1;
}
