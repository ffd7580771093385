/** The gate: it opens to those who show every secret that is asked for, and to nobody else. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isAuthorized, parseAcceptedSecrets } from "../../examples/infrastructure/authorizer/src/authorizer.ts";
import { resolveSam } from "./sam.ts";

const ORIGIN = ["the-new-secret-01", "the-old-secret-01"];
const KEYS = ["a-key-of-a-shop-1"];

describe("with an origin secret and API keys, the gate", () => {
  const locks = parseAcceptedSecrets([ORIGIN.join(","), KEYS.join(",")]);

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
  expect(isAuthorized(parseAcceptedSecrets([undefined, "", " , "]), [])).toBe(false);
  expect(isAuthorized(parseAcceptedSecrets([undefined, "", " , "]), [""])).toBe(false);
});

test("a lock that is not in use has no place in the order", () => {
  expect(isAuthorized(parseAcceptedSecrets([undefined, KEYS.join(",")]), KEYS)).toBe(true);
});

test("opens to no text but the secrets, whatever it is", () => {
  const locks = parseAcceptedSecrets([KEYS.join(",")]);
  const wrong = fc.string({ unit: "binary" }).filter((text) => !KEYS.includes(text));

  fc.assert(fc.property(wrong, (text) => !isAuthorized(locks, [text])));
});

describe("the bundle that is deployed", () => {
  interface Module {
    readonly handler: (event: { readonly identitySource: readonly string[] }) => Promise<unknown>;
  }
  const FOLDER = `${process.cwd()}/examples/infrastructure/authorizer`;

  /** Imports the bundle as a cold start does: the module reads its environment anew. */
  async function coldStart(environment: Readonly<Record<string, string | undefined>>): Promise<Module["handler"]> {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const { handler } = (await import(`${FOLDER}/dist/index.mjs?${JSON.stringify(environment)}`)) as Module;
    return handler;
  }

  beforeAll(() => {
    execFileSync(process.execPath, [`${FOLDER}/build.ts`], { stdio: "pipe" });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test("answers as the gateway expects of an authorizer with simple responses", async () => {
    const handler = await coldStart({ ORIGIN_SECRETS: undefined, API_KEYS: KEYS.join(",") });

    const answers = [handler({ identitySource: KEYS }), handler({ identitySource: ["wrong"] })];

    expect(await Promise.all(answers)).toEqual([{ isAuthorized: true }, { isAuthorized: false }]);
  });

  test("takes the secrets in the order of the template's identity sources", async () => {
    const given = { OriginSecret: ORIGIN.join(","), ApiKeys: KEYS.join(",") };
    const { Resources } = resolveSam(given);
    const sources = Object.values(Resources).find(({ Type }) => Type === "AWS::ApiGatewayV2::Authorizer");
    const shown = (sources?.Properties["IdentitySource"] as readonly string[]).map((source) =>
      source.includes("origin-secret") ? "the-new-secret-01" : "a-key-of-a-shop-1",
    );
    const handler = await coldStart({ ORIGIN_SECRETS: given.OriginSecret, API_KEYS: given.ApiKeys });

    expect(await handler({ identitySource: shown })).toEqual({ isAuthorized: true });
    expect(await handler({ identitySource: shown.toReversed() })).toEqual({ isAuthorized: false });
  });
});
