import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { defineConfig, type Options } from "tsup";
import { shortenNames } from "./.config/short-names.ts";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8")) as Readonly<Record<string, string>>;
const NANOID_LICENCE = readFileSync("node_modules/nanoid/LICENSE", "utf8");

/** nanoid's licence asks for its notice wherever it goes. */
const notice = `${name} ${version}, MIT licence; nanoid, MIT licence, ${/Copyright .*/.exec(NANOID_LICENCE)?.[0]}`;

const shortNames = shortenNames();

const common: Options = {
  entry: {
    index: "src/index.ts",
    development: "src/development/index.ts",
    consent: "src/consent.ts",
    amplify: "src/amplify.ts",
    subdomains: "src/subdomains.ts",
    token: "src/token.ts",
  },
  platform: "browser",
  target: "es2020",
  sourcemap: true,
  // A page that loads modules itself has nobody to find a package by its name, and the entry of nanoid that Rollup finds
  // is that for Node.
  noExternal: ["nanoid"],
  // Not one that bundlers keep: an application names the licences of its packages in its own way.
  banner: { js: `/* ${notice} */` },
  // The published types are without what is internal: its names are other ones in `dist`.
  dts: { compilerOptions: { stripInternal: true }, banner: `/* ${notice} */` },
  esbuildOptions: (options) => void Object.assign(options, shortNames, { minifySyntax: true }),
};

/** Without `"use strict"`, which would hold for all that a page joins to the file. */
const sloppy = {
  tsconfig: undefined,
  tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
};

/** Files for script tags. */
const scripts: Options = {
  ...common,
  format: "iife",
  dts: false,
  outDir: "dist/umd",
  // A minifier keeps it.
  banner: { js: `/*! ${notice} */` },
  // Names that compress better than those of esbuild. Below the top level: there they would be globals of the page.
  minify: "terser",
  terserOptions: { toplevel: false, ecma: 2020, compress: { passes: 3, hoist_funs: true } },
  outExtension: () => ({ js: ".js" }),
  esbuildOptions: (options) => void Object.assign(options, shortNames, sloppy, { minifySyntax: true }),
};

// Files that are shared have the hash of their content in their names, and those of an earlier build would stay.
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist/umd", { recursive: true });
copyFileSync("node_modules/nanoid/LICENSE", "dist/nanoid.LICENSE");

/**
 * Functions stand before values, and small ones where they are called. Bundlers minify names and spaces, and do neither:
 * it saves 1 % of what a page pays. Names and lines stay, so that the files can be read.
 */
const arranged: Pick<Options, "minify" | "terserOptions"> = {
  minify: "terser",
  terserOptions: {
    ecma: 2020,
    compress: {
      passes: 2,
      hoist_funs: true,
      // These make code longer, once it is minified again and compressed.
      reduce_funcs: false,
      sequences: false,
      conditionals: false,
      booleans: false,
    },
    mangle: false,
    // The notice, and what tells bundlers that a value may be left out.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its types say that it does nothing, and it does
    format: { comments: /licence/, preserve_annotations: true, beautify: true },
    sourceMap: true,
  },
};

/** A file that only hands on has no source, and Terser names the file itself, by its path on this machine. */
function emptyMapsWithoutSource(): void {
  for (const file of globSync("dist/*.js.map")) {
    const map = JSON.parse(readFileSync(file, "utf8")) as { readonly sources: readonly string[] };
    if (map.sources.some(isAbsolute)) writeFileSync(file, '{"version":3,"sources":[],"names":[],"mappings":""}');
  }
}

export default defineConfig([
  { ...common, ...arranged, format: "esm", onSuccess: () => Promise.resolve(emptyMapsWithoutSource()) },
  { ...common, format: "cjs" },
  {
    ...scripts,
    entry: Object.fromEntries(
      ["clickstream", "clickstream.development", "consent", "subdomains"].map((file) => [
        file,
        `src/script-tag/${file}.ts`,
      ]),
    ),
    // A `.js` file below a package of type "module" would be an ES module for `require`; named `.cjs`, some CDNs
    // serve it with a type that browsers refuse as a script.
    onSuccess: () => writeFile("dist/umd/package.json", '{ "type": "commonjs" }\n'),
  },
  {
    ...scripts,
    entry: { snippet: "src/script-tag/snippet.ts" },
    // Pages have it in their own text.
    banner: {},
    sourcemap: false,
    terserOptions: { toplevel: false, ecma: 5 },
    esbuildOptions: (options) => void Object.assign(options, sloppy, { target: "es5", minifySyntax: true }),
  },
]);
