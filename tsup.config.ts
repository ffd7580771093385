import { writeFile } from "node:fs/promises";
import { umdWrapper } from "esbuild-plugin-umd-wrapper";
import { defineConfig, type Format, type Options } from "tsup";

const common: Options = {
  entry: { index: "src/index.ts" },
  platform: "browser",
  target: "es2020",
  sourcemap: true,
};

export default defineConfig([
  { ...common, format: "esm", dts: true },
  // nanoid is published as ES modules only, so `require` gets it built in.
  { ...common, format: "cjs", dts: true, noExternal: ["nanoid"] },
  {
    ...common,
    entry: { clickstream: "src/index.ts" },
    outDir: "dist/umd",
    // The wrapper adds this format to those that tsup knows.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- it is necessary for the compiler
    format: ["umd" as Format],
    minify: true,
    noExternal: ["nanoid"],
    outExtension: () => ({ js: ".js" }),
    esbuildPlugins: [umdWrapper({ libraryName: "clickstream", external: "inherit" })],
    // A `.js` file below a package of type "module" would be an ES module for `require`; named `.cjs`, some CDNs
    // serve it with a type that browsers refuse as a script.
    onSuccess: () => writeFile("dist/umd/package.json", '{ "type": "commonjs" }\n'),
  },
]);
