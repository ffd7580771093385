/** Measures cold starts: import and first answer of a bundle, each time in a fresh process, by kind of S3 client. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { median } from "../shared/statistics.ts";
import { startChild } from "./child-process.ts";

export interface ColdStart {
  readonly name: string;
  readonly bytes: number;
  readonly importMs: number;
  readonly answerMs: number;
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const VARIANTS = [
  {
    name: "`@smithy/signature-v4` (what is deployed)",
    entry: "../../../examples/ingest-lambda/src/index.ts",
    mainFields: ["module", "main"],
  },
  { name: "`aws4fetch`", entry: "cold/with-aws4fetch.ts", mainFields: ["module", "main"] },
  { name: "`@aws-sdk/client-s3`", entry: "cold/with-s3-client.ts", mainFields: ["main", "module"] },
  {
    name: "as deployed, without Powertools",
    entry: "cold/without-powertools.ts",
    mainFields: ["module", "main"],
  },
] as const;

/** Some CommonJS asks for Node's own modules by `require`, which ESM lacks. */
const REQUIRE = 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);';

export async function measureColdStarts(starts: number): Promise<readonly ColdStart[]> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-cold-"));
  const storage = startChild("fake-s3.ts", { LATENCY_MS: "0", SLOW_DOWN_SHARE: "0" });
  const endpoint = `http://127.0.0.1:${String(await storage.next())}`;
  const bundles = await Promise.all(
    VARIANTS.map(async ({ entry, mainFields }, at) => bundleInto(join(folder, `${String(at)}.mjs`), entry, mainFields)),
  );
  const times = bundles.map((): (readonly [number, number])[] => []);
  // In turns, so that a busy moment of the machine is not one bundle's alone.
  for (let start = 0; start < starts; start += 1) {
    for (const [at, bundle] of bundles.entries()) times[at]?.push(await startOnce(bundle, endpoint));
  }
  const results = VARIANTS.map(async ({ name }, at) => ({
    name,
    bytes: (await stat(bundles[at] ?? "")).size,
    importMs: median((times[at] ?? []).map(([importMs]) => importMs)),
    answerMs: median((times[at] ?? []).map(([, answerMs]) => answerMs)),
  }));
  const coldStarts = await Promise.all(results);
  await storage.stop();
  await rm(folder, { recursive: true });
  return coldStarts;
}

async function bundleInto(outfile: string, entry: string, mainFields: readonly string[]): Promise<string> {
  await build({
    entryPoints: [path(entry)],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: [...mainFields],
    banner: { js: REQUIRE },
    logLevel: "error",
  });
  return outfile;
}

async function startOnce(bundle: string, endpoint: string): Promise<readonly [number, number]> {
  const child = startChild("cold/start.ts", {
    BUNDLE: bundle,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    RAW_BUCKET_NAME: "clickstream-s3-ingest",
  });
  const times = (await child.next()) as readonly [number, number];
  await child.stop();
  return times;
}
