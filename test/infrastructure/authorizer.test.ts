/** The gate: it opens to those who show every secret that is asked for, and to nobody else. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isAuthorized, parseSecrets } from "../../examples/infrastructure/authorizer/src/authorizer.ts";
import { createSecretsReader } from "../../examples/infrastructure/authorizer/src/secrets.ts";
import { toParameters, WITH_EDGE, WITH_KEYS } from "./choices.ts";
import { resolveSam } from "./sam.ts";

const ORIGIN = ["the-new-secret-01", "the-old-secret-01"];
const KEYS = ["a-key-of-a-shop-1"];

describe("with an origin secret and API keys, the gate", () => {
  const locks = [ORIGIN, KEYS];

  test("opens to a caller who shows one of each", () => {
    expect(isAuthorized(locks, ["the-new-secret-01", "a-key-of-a-shop-1"])).toBe(true);
  });

  test("opens to the old secret while two are in use", () => {
    expect(isAuthorized(locks, ["the-old-secret-01", "a-key-of-a-shop-1"])).toBe(true);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["an empty list", []],
    ["the secret alone", ["the-new-secret-01"]],
    ["both in the wrong order", ["a-key-of-a-shop-1", "the-new-secret-01"]],
    ["a wrong key", ["the-new-secret-01", "a-key-of-a-shop-2"]],
    ["an empty key", ["the-new-secret-01", ""]],
    ["the whole list as a key", [ORIGIN.join(","), "a-key-of-a-shop-1"]],
    ["more than is asked for", ["the-new-secret-01", "a-key-of-a-shop-1", "more"]],
  ])("stays closed for %s", (_what, shown) => {
    expect(isAuthorized(locks, shown)).toBe(false);
  });
});

test("an authorizer without a secret refuses everybody: it is there because a secret was to be asked for", () => {
  expect(isAuthorized([], [])).toBe(false);
  expect(isAuthorized([[]], [""])).toBe(false);
});

test("opens to no text but the secrets, whatever it is", () => {
  const wrong = fc.string({ unit: "binary" }).filter((text) => !KEYS.includes(text));

  fc.assert(fc.property(wrong, (text) => !isAuthorized([KEYS], [text])));
});

test("a secret has the values of a JSON object, and none that can be guessed", () => {
  expect(parseSecrets('{"current":"the-new-secret-01","previous":"the-old-secret-01"}')).toEqual(ORIGIN);
  expect(
    parseSecrets('{"a":"fifteen-letters","b":"","c":1234567890123456,"d":null,"e":["a-key-of-a-shop-1"]}'),
  ).toEqual([]);
  expect(parseSecrets("null")).toEqual([]);
});

describe("a secret that was read", () => {
  const FIVE_MINUTES_MS = 300_000;

  /** Answers with each text in turn; `undefined` stands for a failure. */
  function createReader(answers: readonly (string | undefined)[]) {
    let nowMs = 0;
    const asked: string[] = [];
    const read = createSecretsReader(
      (id) => {
        const answer = answers[asked.push(id) - 1];
        return answer === undefined ? Promise.reject(new Error("unreachable")) : Promise.resolve(answer);
      },
      () => nowMs,
    );
    return { read, asked, wait: (ms: number) => (nowMs += ms) };
  }
  const [FIRST, SECOND] = ['{"a":"the-old-secret-01"}', '{"a":"the-new-secret-01"}'];

  test("is kept for five minutes, and then read again", async () => {
    const { read, asked, wait } = createReader([FIRST, SECOND]);

    await read("id");
    wait(FIVE_MINUTES_MS - 1);
    expect(await read("id")).toEqual(["the-old-secret-01"]);
    expect(asked).toEqual(["id"]);
    wait(1);
    expect(await read("id")).toEqual(["the-new-secret-01"]);
  });

  test("stays accepted while Secrets Manager can't be reached", async () => {
    const { read, wait } = createReader([FIRST, undefined]);

    await read("id");
    wait(FIVE_MINUTES_MS);

    expect(await read("id")).toEqual(["the-old-secret-01"]);
  });

  test("is missed where none was read before, so that the gateway answers 500 and pages keep their events", async () => {
    const { read } = createReader([undefined]);

    await expect(read("id")).rejects.toThrow("unreachable");
  });
});

describe("the bundle that is deployed", () => {
  interface Module {
    readonly handler: (event: { readonly identitySource: readonly string[] }) => Promise<unknown>;
  }
  const FOLDER = `${process.cwd()}/examples/infrastructure/authorizer`;
  const SECRETS = { origin: '{"current":"the-new-secret-01"}', keys: '{"shop":"a-key-of-a-shop-1"}' };

  let server: Server;
  const requests: { readonly headers: IncomingHttpHeaders; readonly body: unknown }[] = [];

  /** Imports the bundle as a cold start does: the module reads its environment anew. */
  async function coldStart(environment: Readonly<Record<string, string | undefined>>): Promise<Module["handler"]> {
    const { port } = server.address() as AddressInfo;
    const all = {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${String(port)}/`,
      ...{ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key", AWS_SESSION_TOKEN: "token" },
      ...environment,
    };
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
    const { handler } = (await import(`${FOLDER}/dist/index.mjs?${JSON.stringify(all)}`)) as Module;
    return handler;
  }

  /** As Secrets Manager answers: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
  beforeAll(async () => {
    execFileSync(process.execPath, [`${FOLDER}/build.ts`], { stdio: "pipe" });
    server = createServer((request, response) => {
      void text(request).then((sent) => {
        const body = JSON.parse(sent) as { readonly SecretId: string };
        requests.push({ headers: request.headers, body });
        const SecretString = SECRETS[body.SecretId as keyof typeof SECRETS] as string | undefined;
        response.statusCode = SecretString === undefined ? 400 : 200;
        response.end(
          JSON.stringify(SecretString === undefined ? { __type: "AccessDeniedException" } : { SecretString }),
        );
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });

  test("asks Secrets Manager with the role's keys, and answers as the gateway expects of simple responses", async () => {
    const handler = await coldStart({ ORIGIN_SECRET_ID: undefined, API_KEYS_SECRET_ID: "keys" });

    const answers = [await handler({ identitySource: KEYS }), await handler({ identitySource: ["wrong"] })];

    expect(answers).toEqual([
      { isAuthorized: true, context: { via: "gateway" } },
      { isAuthorized: false, context: { via: "gateway" } },
    ]);
    expect(requests).toEqual([
      {
        headers: expect.objectContaining({
          "x-amz-target": "secretsmanager.GetSecretValue",
          "content-type": "application/x-amz-json-1.1",
          "x-amz-security-token": "token",
          authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-west-1\/secretsmanager\//),
        }),
        body: { SecretId: "keys" },
      },
    ]);
  });

  test("takes the secrets in the order of the template's identity sources, and tells the ingest of CloudFront", async () => {
    const { Resources } = resolveSam(toParameters({ ...WITH_KEYS.options, ...WITH_EDGE.options }));
    const sources = Object.values(Resources).find(({ Type }) => Type === "AWS::ApiGatewayV2::Authorizer");
    const shown = (sources?.Properties["IdentitySource"] as readonly string[]).map((source) =>
      source.includes("origin-secret") ? "the-new-secret-01" : "a-key-of-a-shop-1",
    );
    const handler = await coldStart({ ORIGIN_SECRET_ID: "origin", API_KEYS_SECRET_ID: "keys" });

    expect(shown).toHaveLength(2);
    expect(await handler({ identitySource: shown })).toEqual({ isAuthorized: true, context: { via: "cloudfront" } });
    expect(await handler({ identitySource: shown.toReversed() })).toMatchObject({ isAuthorized: false });
  });

  test("fails where it may not read the secret, so that the gateway answers 500", async () => {
    const handler = await coldStart({ ORIGIN_SECRET_ID: "another", API_KEYS_SECRET_ID: undefined });

    await expect(handler({ identitySource: ["the-new-secret-01"] })).rejects.toThrow("AccessDeniedException");
  });
});
