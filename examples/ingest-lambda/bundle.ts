/** Bundles the Lambda function into a folder: `index.mjs`, which exports `handler`, and a file for the first login token. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions, Plugin } from "esbuild";
import { bundleFunction } from "../bundle-function.ts";

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

/** Returns the path of the file that exports `handler`. */
export async function bundleIngest(folder: string, options: Pick<BuildOptions, "logLevel"> = {}): Promise<string> {
  const outfile = join(folder, "index.mjs");
  await bundleFunction({ ...options, entry: path("src/index.ts"), outfile, plugins: [keepApart] });
  await bundleFunction({ ...options, entry: path(`src/token/${LAZY}.ts`), outfile: join(folder, `${LAZY}.mjs`) });
  return outfile;
}
