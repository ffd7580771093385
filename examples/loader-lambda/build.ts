/** Bundles the loader function into `dist/`, which is what the templates deploy. */
import { fileURLToPath } from "node:url";
import { bundleFunction } from "../bundle-function.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

await bundleFunction({
  entry: path("src/index.ts"),
  outfile: path("dist/index.mjs"),
  // Optional parts of the PostgreSQL driver, for other platforms.
  external: ["pg-native", "pg-cloudflare", "cloudflare:sockets"],
  // The driver is CommonJS and asks for Node's own modules by `require`.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "info",
});
