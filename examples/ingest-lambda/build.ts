/** Bundles the Lambda function into one file: `dist/index.mjs`, which exports `handler`. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

await build({
  entryPoints: [path("src/index.ts")],
  outfile: path("dist/index.mjs"),
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // The S3 client holds CommonJS that asks for Node's own modules by `require`, which ESM lacks.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  logLevel: "info",
});
