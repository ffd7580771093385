import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { umdWrapper } from "esbuild-plugin-umd-wrapper";
import { defineConfig, type Format, type Options } from "tsup";
import { shortenNames } from "./.config/short-names.ts";

/** Without what is internal: its names are other ones in `dist`. */
const dts: Options["dts"] = { compilerOptions: { stripInternal: true } };

const shortNames = shortenNames();

const common: Options = {
  entry: {
    index: "src/index.ts",
    development: "src/development/index.ts",
    consent: "src/consent.ts",
    amplify: "src/amplify.ts",
  },
  platform: "browser",
  target: "es2020",
  sourcemap: true,
  esbuildOptions: (options) => void Object.assign(options, shortNames, { minifySyntax: true }),
};

// Files that are shared have the hash of their content in their names, and those of an earlier build would stay.
rmSync("dist", { recursive: true, force: true });

export default defineConfig([
  { ...common, format: "esm", dts },
  // nanoid is published as ES modules only, so `require` gets it built in.
  { ...common, format: "cjs", dts, noExternal: ["nanoid"] },
  toUmd("clickstream", { clickstream: "src/index.ts" }),
  toUmd("clickstream", { "clickstream.development": "src/development/index.ts" }),
  toUmd("clickstreamConsent", { consent: "src/consent.ts" }),
]);

/** A file for script tags, AMD loaders and `require`, which gives its exports a global of this name. */
function toUmd(libraryName: string, entry: Record<string, string>): Options {
  return {
    ...common,
    entry,
    outDir: "dist/umd",
    // The wrapper adds this format to those that tsup knows.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- it is necessary for the compiler
    format: ["umd" as Format],
    // Names that compress better than those of esbuild. Below the top level: there they would be globals of the page.
    minify: "terser",
    terserOptions: { toplevel: false },
    noExternal: ["nanoid"],
    outExtension: () => ({ js: ".js" }),
    esbuildPlugins: [umdWrapper({ libraryName, external: "inherit" })],
    // A `.js` file below a package of type "module" would be an ES module for `require`; named `.cjs`, some CDNs
    // serve it with a type that browsers refuse as a script.
    onSuccess: () => writeFile("dist/umd/package.json", '{ "type": "commonjs" }\n'),
  };
}
