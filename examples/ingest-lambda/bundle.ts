/** Bundles the Lambda function into a folder: `index.mjs`, which exports `handler`, and a file for the first login token. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** A function that verifies no tokens does not even read the code for them. */
const LAZY = "check-signature";

/** `splitting` of esbuild would also split what every cold start needs. */
const keepApart: Plugin = {
  name: "keep-apart",
  setup(bundler) {
    bundler.onResolve({ filter: new RegExp(`/${LAZY}[.]ts$`) }, ({ kind }) =>
      kind === "dynamic-import" ? { path: `./${LAZY}.mjs`, external: true } : undefined,
    );
  },
};

const OPTIONS = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // Packages with both forms are bundled as ES modules: unused code is left out, 15 kB in place of 140.
  mainFields: ["module", "main"],
} as const satisfies BuildOptions;

/** Returns the path of the file that exports `handler`. */
export async function bundleIngest(folder: string, { logLevel }: Pick<BuildOptions, "logLevel"> = {}): Promise<string> {
  const outfile = join(folder, "index.mjs");
  const options = { ...OPTIONS, ...(logLevel && { logLevel }) };
  await build({ ...options, entryPoints: [path("src/index.ts")], outfile, plugins: [keepApart] });
  await build({ ...options, entryPoints: [path(`src/token/${LAZY}.ts`)], outfile: join(folder, `${LAZY}.mjs`) });
  return outfile;
}
