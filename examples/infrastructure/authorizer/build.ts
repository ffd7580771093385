/** Bundles the authorizer function into `dist/`, which is what the templates deploy. */
import { fileURLToPath } from "node:url";
import { bundleFunction } from "../../bundle-function.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

await bundleFunction({ entry: path("src/index.ts"), outfile: path("dist/index.mjs"), logLevel: "info" });
