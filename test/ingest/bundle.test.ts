/** The bundle that is deployed: a file that exports `handler` by the settings of its environment, and one for tokens. */
import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import type { HttpHandler } from "../../examples/ingest-lambda/src/handler.ts";
import {
  BUCKET,
  createBucket,
  createTestClient,
  listKeys,
  readObject,
  startFauxqs,
  type S3Server,
} from "../support/s3-servers.ts";
import { buildEvent, buildHttpEvent } from "../support/test-ingest.ts";
import { answerJson, createTestIssuer, startKeyServer } from "../support/test-issuer.ts";

const path = (relative: string): string =>
  fileURLToPath(new URL(`../../examples/ingest-lambda/${relative}`, import.meta.url));
const BUNDLE = path("dist/index.mjs");

let server: S3Server;
beforeAll(async () => {
  execFileSync(process.execPath, [path("build.ts")], { stdio: "pipe" });
  server = await startFauxqs();
  await createBucket(createTestClient(server));
  vi.stubEnv("AWS_ENDPOINT_URL_S3", server.endpoint);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
}, 30_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

/** Imports the bundle as a cold start does: the module reads its environment anew. */
async function coldStart(name: string): Promise<HttpHandler> {
  const module = (await import(`${BUNDLE}?${name}`)) as { readonly handler: HttpHandler };
  return module.handler;
}

test("stores an event in the bucket that the environment names", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.stubEnv("RAW_BUCKET_NAME", BUCKET);
  const handler = await coldStart("named");
  const event = buildEvent();

  const answers = [await handler(buildHttpEvent({ body: event })), await handler(buildHttpEvent({ body: event }))];

  expect(answers.map(({ body = "" }) => JSON.parse(body) as unknown)).toMatchObject([{ stored: 1 }, { duplicate: 1 }]);
  expect(await listKeys(createTestClient(server))).toEqual([
    expect.stringContaining(`/event-${String(event.event_id)}.json`),
  ]);
});

test("answers 503 without a bucket's name, so that pages keep their events, and logs what is missing", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  vi.stubEnv("RAW_BUCKET_NAME", undefined);
  const handler = await coldStart("unnamed");

  const { statusCode } = await handler(buildHttpEvent({ body: buildEvent() }));

  expect(statusCode).toBe(503);
  expect(String(write.mock.calls[0]?.[0])).toContain("raw_bucket_name_missing");
});

test("verifies tokens by a file of its own, which other functions never read", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const keys = await startKeyServer();
  onTestFinished(() => keys.close());
  const issuer = createTestIssuer({ issuer: keys.url });
  keys.answer = answerJson({ "/.well-known/jwks.json": { keys: [issuer.jwk] } });
  vi.stubEnv("RAW_BUCKET_NAME", BUCKET);
  vi.stubEnv("TOKEN_ISSUER", keys.url);
  vi.stubEnv("TOKEN_AUDIENCE", "app, shop");
  const handler = await coldStart("verifying");
  const event = buildEvent();
  const authorization = `Bearer ${issuer.sign({ sub: "u1", exp: Math.floor(Date.now() / 1_000) + 60 })}`;

  await handler(buildHttpEvent({ body: event, headers: { authorization } }));

  const client = createTestClient(server);
  const key = (await listKeys(client)).find((each) => each?.includes(String(event.event_id))) ?? "";
  expect(JSON.parse((await readObject(client, key)) ?? "{}")).toMatchObject({
    user_id: "u1",
    _ingest: { token: "verified" },
  });
  expect(await readFile(BUNDLE, "utf8")).not.toContain("JwtInvalidSignatureError");
  expect(await readFile(path("dist/check-signature.mjs"), "utf8")).toContain("Invalid signature");
});

test("stays below 100 kB, since its size is paid at every cold start", async () => {
  const { size } = await stat(BUNDLE);

  expect(size).toBeLessThan(100_000);
});

test("supply chain: it contains code of these packages and of no other", async () => {
  const { metafile } = await build({
    entryPoints: [path("src/index.ts")],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
  });
  const packages = Object.keys(metafile.inputs).flatMap(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );

  expect([...new Set(packages)].sort()).toEqual([
    "@aws-lambda-powertools/commons",
    "@aws-lambda-powertools/logger",
    "@aws-lambda-powertools/metrics",
    "@aws/lambda-invoke-store",
    "@smithy/core",
    "@smithy/signature-v4",
    "@smithy/types",
    "aws-jwt-verify",
  ]);
});
