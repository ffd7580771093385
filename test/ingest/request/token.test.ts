/** What the login token of a request is worth. */
import { describe, expect, test } from "vitest";
import { judgeToken } from "../../../examples/ingest-lambda/src/request/token.ts";
import { buildHttpEvent, RECEIVED_AT_MS, type TestRequest } from "../../support/test-ingest.ts";

const NOW_S = RECEIVED_AT_MS / 1_000;

/** A token that nobody has signed. */
const bearer = (claims: unknown): string => `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
const judge = async (request: TestRequest): Promise<string | undefined> => {
  const verdict = await judgeToken(buildHttpEvent(request), RECEIVED_AT_MS, undefined);
  return verdict?.kind === "fault" ? verdict.reason : verdict?.kind;
};
const judgeBearer = (authorization: string) => judge({ headers: { authorization } });
const judgeClaims = (claims: Readonly<Record<string, string>>) => judge({ claims });

describe("five minutes of leeway for clocks that differ", () => {
  test.each([
    ["an hour from now", NOW_S + 3_600, "verified", "unverified"],
    ["now", NOW_S, "verified", "unverified"],
    ["five minutes ago", NOW_S - 300, "verified", "unverified"],
    ["a second more than five minutes ago", NOW_S - 301, "expired", "expired"],
    ["an hour ago", NOW_S - 3_600, "expired", "expired"],
  ])("a token that expired or will expire %s", async (_name, exp, verdictOfClaims, verdictOfBearer) => {
    expect(await judgeClaims({ sub: "u1", exp: String(exp) })).toBe(verdictOfClaims);
    expect(await judgeBearer(bearer({ sub: "u1", exp }))).toBe(verdictOfBearer);
  });
});

test("claims of the authorizer count, whatever the header says", async () => {
  expect(await judge({ claims: { sub: "u1" }, headers: { authorization: bearer({ exp: 1 }) } })).toBe("verified");
});

test.each([
  ["no expiry", bearer({ sub: "u1" })],
  ["an expiry that is no number", bearer({ exp: "soon" })],
  ["claims that are no object", bearer([1])],
  ["claims that are no JSON", "Bearer a.b.c"],
  ["one part only", "Bearer abc"],
  ["a scheme in other letters and more spaces", `bEARER   ${bearer({}).slice("Bearer ".length)}`],
])("a token with %s is unverified", async (_name, authorization) => {
  expect(await judgeBearer(authorization)).toBe("unverified");
});

test.each([["Basic YTpi"], ["Bearer"], ["Bearer a b"], [""]])("%j is no token", async (authorization) => {
  expect(await judgeBearer(authorization)).toBeUndefined();
});
