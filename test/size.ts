/** Prints what a page pays for the SDK, as bundlers make it, and what each file adds. Fails above a ceiling. */
import { build, type BuildOptions } from "esbuild";
import { appendFile, readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build as viteBuild } from "vite";
import { shortenNames } from "../.config/short-names.ts";

const { values: options } = parseArgs({
  options: {
    /** Adds today's sizes to the history. */
    record: { type: "boolean", default: false },
  },
});

interface Bundle {
  /** Its column in the history, where it has one. */
  readonly name: string;
  readonly what: string;
  /** Bytes of gzip: a round number with room below it, so that code is written to be read. */
  readonly ceiling: number;
  /** The most bytes before gzip, of what stands in the text of a page. */
  readonly textCeiling?: number;
  readonly read: () => Promise<string>;
}

const BUNDLES: readonly Bundle[] = [
  {
    name: "esbuild",
    what: "import { createTracker }, by esbuild",
    ceiling: 8_250,
    read: async () => (await buildByEsbuild("./dist/index.js")).outputFiles.map(({ text }) => text).join(""),
  },
  { name: "vite", what: "import { createTracker }, by Vite", ceiling: 8_000, read: buildByVite },
  {
    name: "clickstream.js",
    what: "dist/umd/clickstream.js",
    ceiling: 8_500,
    read: () => readFile("dist/umd/clickstream.js", "utf8"),
  },
  {
    name: "consent.js",
    what: "dist/umd/consent.js",
    ceiling: 2_300,
    read: () => readFile("dist/umd/consent.js", "utf8"),
  },
  {
    name: "snippet.js",
    what: "dist/umd/snippet.js",
    ceiling: 400,
    textCeiling: 400,
    read: () => readFile("dist/umd/snippet.js", "utf8"),
  },
  {
    name: "subdomains.js",
    what: "dist/umd/subdomains.js",
    ceiling: 1_100,
    read: () => readFile("dist/umd/subdomains.js", "utf8"),
  },
];

const HISTORY = `${import.meta.dirname}/size-history.csv`;

function buildByEsbuild(entry: string, shortNames: Pick<BuildOptions, "mangleProps" | "mangleCache"> = {}) {
  return build({
    stdin: { contents: `export { createTracker } from "${entry}";`, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    metafile: true,
    write: false,
    // esbuild warns of a file of `dist` that it leaves out, since only other entries need it.
    logLevel: "error",
    ...shortNames,
  });
}

async function buildByVite(): Promise<string> {
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

/** Bytes that each file adds to the core, the largest first. */
async function measureFiles(): Promise<readonly object[]> {
  const { metafile } = await buildByEsbuild("./src/index.ts", shortenNames());
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([file, { bytesInOutput }]) => ({ file, minified: bytesInOutput }))
    .filter(({ minified }) => minified > 0)
    .sort((one, other) => other.minified - one.minified);
}

/** The sizes of the last line of the history, by the name of the bundle. */
async function readLastRecord(): Promise<ReadonlyMap<string, string>> {
  const [head = "", ...lines] = (await readFile(HISTORY, "utf8")).trimEnd().split("\n");
  const cells = lines.at(-1)?.split(",") ?? [];
  return new Map(head.split(",").map((name, column) => [name, cells[column] ?? ""]));
}

const last = await readLastRecord();
const measured = await Promise.all(
  BUNDLES.map(async ({ name, what, ceiling, textCeiling = Infinity, read }) => {
    const content = Buffer.from(await read());
    const gzip = gzipSync(content, { level: 9 }).length;
    const change = last.has(name) ? gzip - Number(last.get(name)) : undefined;
    return { name, what, minified: content.length, textCeiling, gzip, ceiling, change };
  }),
);

console.table(await measureFiles());
console.table(measured);
console.log(
  `"change" is since version ${last.get("version")} as of ${last.get("date")}, the last line of the history.`,
);

if (options.record) {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { readonly version: string };
  const day = new Date().toISOString().slice(0, 10);
  const sizes = measured.filter(({ name }) => last.has(name)).map(({ gzip }) => gzip);
  await appendFile(HISTORY, `${[day, version, ...sizes].join(",")}\n`);
}

if (
  measured.some(
    ({ minified, textCeiling, gzip, ceiling }) => minified === 0 || minified > textCeiling || gzip > ceiling,
  )
) {
  console.error("Above the ceiling: every visitor of every page would pay for it.");
  process.exitCode = 1;
}
