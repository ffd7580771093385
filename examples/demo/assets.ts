/** Bundles the scripts and styles of the shop, the live page and the dashboard in memory. Nothing is written to disk. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { RELOAD_SCRIPT } from "./dev-reload.ts";

export interface Asset {
  readonly type: "text/javascript" | "text/css";
  readonly body: Buffer;
}

/** By file name: `shop.js`, `shop.css`, `live.js`, `live.css`, `dashboard.js`, `dashboard.css`. */
export type Assets = ReadonlyMap<string, Asset>;

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * `reloads` adds to each script that the page reloads when the server has restarted.
 *
 * @throws Error with the place, if a script or a style does not compile
 */
export async function buildAssets({ reloads }: { readonly reloads: boolean }): Promise<Assets> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: path("shop/client/main.ts"), out: "shop" },
      { in: path("shop/shop.css"), out: "shop" },
      { in: path("live/client/main.ts"), out: "live" },
      { in: path("live/live.css"), out: "live" },
      { in: path("../warehouse/dashboard/page/main.ts"), out: "dashboard" },
      { in: path("../warehouse/dashboard/dashboard.css"), out: "dashboard" },
    ],
    banner: reloads ? { js: RELOAD_SCRIPT } : {},
    bundle: true,
    write: false,
    outdir: path("."),
    format: "esm",
    target: "es2022",
    tsconfig: path("../tsconfig.json"),
    logLevel: "silent",
  });
  return new Map(outputFiles.map((file) => [basename(file.path), toAsset(file)]));
}

function toAsset({ path, contents }: { readonly path: string; readonly contents: Uint8Array }): Asset {
  return { type: path.endsWith(".css") ? "text/css" : "text/javascript", body: Buffer.from(contents) };
}
