/** Bundles the Lambda function into `dist/`, which is what the templates deploy. */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleIngest } from "./bundle.ts";

const dist = fileURLToPath(new URL("dist", import.meta.url));

await rm(dist, { recursive: true, force: true });
await bundleIngest(dist, { logLevel: "info" });
