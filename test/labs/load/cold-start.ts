/** Measures cold starts: import and first answer of a bundle, each time in a fresh process, by kind of S3 client. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleIngest } from "../../../examples/ingest-lambda/bundle.ts";
import { answerJson, createTestIssuer, startKeyServer } from "../../support/test-issuer.ts";
import { median } from "../shared/statistics.ts";
import { startChild } from "./child-process.ts";

export interface ColdStart {
  readonly name: string;
  readonly bytes: number;
  readonly importMs: number;
  readonly answerMs: number;
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

interface Variant {
  readonly name: string;
  /** Returns the file that exports `handler`. */
  bundle(folder: string): Promise<string>;
  /** The first event comes with a token of an issuer whose keys are in another process. @default no setting for tokens */
  readonly tokens?: "checked, none comes" | "checked, one comes";
}

const VARIANTS: readonly Variant[] = [
  { name: "as deployed, with `@smithy/signature-v4`", bundle: bundleIngest },
  { name: "as deployed, tokens are verified and none comes", bundle: bundleIngest, tokens: "checked, none comes" },
  { name: "as deployed, the first event has a token", bundle: bundleIngest, tokens: "checked, one comes" },
  { name: "with `aws4fetch`", bundle: (folder) => bundleInto(folder, "cold/with-aws4fetch.ts", ["module", "main"]) },
  {
    name: "with `@aws-sdk/client-s3`",
    bundle: (folder) => bundleInto(folder, "cold/with-s3-client.ts", ["main", "module"]),
  },
  {
    name: "as deployed, without Powertools",
    bundle: (folder) => bundleInto(folder, "cold/without-powertools.ts", ["module", "main"]),
  },
];

/** Some CommonJS asks for Node's own modules by `require`, which ESM lacks. */
const REQUIRE = 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);';

export async function measureColdStarts(starts: number): Promise<readonly ColdStart[]> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-cold-"));
  const storage = startChild("fake-s3.ts", { LATENCY_MS: "0", SLOW_DOWN_SHARE: "0" });
  const endpoint = `http://127.0.0.1:${String(await storage.next())}`;
  const keys = await startKeyServer();
  const issuer = createTestIssuer({ issuer: keys.url });
  keys.answer = answerJson({ "/.well-known/jwks.json": { keys: [issuer.jwk] } });
  const token = issuer.sign({ sub: "u1", exp: Math.floor(Date.now() / 1_000) + 3_600 });
  const environmentOf = ({ tokens }: Variant): Environment => ({
    AWS_ENDPOINT_URL_S3: endpoint,
    ...(tokens && { TOKEN_ISSUER: keys.url, TOKEN_AUDIENCE: "shop" }),
    ...(tokens === "checked, one comes" && { AUTHORIZATION: `Bearer ${token}` }),
  });
  const bundles = await Promise.all(VARIANTS.map(async ({ bundle }, at) => bundle(join(folder, String(at)))));
  const times = bundles.map((): (readonly [number, number])[] => []);
  // In turns, so that a busy moment of the machine is not one bundle's alone.
  for (let start = 0; start < starts; start += 1) {
    for (const [at, variant] of VARIANTS.entries()) {
      times[at]?.push(await startOnce(bundles[at] ?? "", environmentOf(variant)));
    }
  }
  const results = VARIANTS.map(async ({ name }, at) => ({
    name,
    bytes: (await stat(bundles[at] ?? "")).size,
    importMs: median((times[at] ?? []).map(([importMs]) => importMs)),
    answerMs: median((times[at] ?? []).map(([, answerMs]) => answerMs)),
  }));
  const coldStarts = await Promise.all(results);
  await storage.stop();
  await keys.close();
  await rm(folder, { recursive: true });
  return coldStarts;
}

async function bundleInto(folder: string, entry: string, mainFields: readonly string[]): Promise<string> {
  const outfile = join(folder, "index.mjs");
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

type Environment = Readonly<Record<string, string>>;

async function startOnce(bundle: string, environment: Environment): Promise<readonly [number, number]> {
  const child = startChild("cold/start.ts", {
    BUNDLE: bundle,
    ...environment,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    RAW_BUCKET_NAME: "clickstream-s3-ingest",
  });
  const times = (await child.next()) as readonly [number, number];
  await child.stop();
  return times;
}
