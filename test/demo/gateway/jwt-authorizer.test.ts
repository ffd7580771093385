/** Proves which login tokens the local gateway accepts: those that the JWT authorizer of an HTTP API does. */
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { authorize } from "../../../examples/demo/gateway/jwt-authorizer.ts";
import { startTestGateway } from "../../support/test-gateway.ts";
import { createTestIssuer } from "../../support/test-issuer.ts";

const NOW_MS = Date.parse("2026-11-24T08:00:00.000Z");
const NOW_SECONDS = NOW_MS / 1_000;
const { rules, sign } = createTestIssuer();
const accepts = (claims: object): boolean => authorize(rules, `Bearer ${sign(claims)}`, NOW_MS) !== undefined;
const VALID = { sub: "u1", exp: NOW_SECONDS + 1 };

test("a valid token gives its claims, as text", () => {
  expect(authorize(rules, `Bearer ${sign({ ...VALID, iat: 5 })}`, NOW_MS)).toMatchObject({ sub: "u1", iat: "5" });
  expect(authorize(rules, sign(VALID), NOW_MS)).toBeDefined();
});

test.each([
  ["expired", { exp: NOW_SECONDS }],
  ["without an end", { exp: undefined }],
  ["not valid yet", { nbf: NOW_SECONDS + 1 }],
  ["issued in the future", { iat: NOW_SECONDS + 1 }],
  ["of another issuer", { iss: "https://other.example" }],
  ["for somebody else", { aud: "other" }],
  ["for somebody else, by an access token", { aud: undefined, client_id: "other" }],
])("a token that is %s is refused", (_what, claims) => {
  expect(accepts(VALID)).toBe(true);
  expect(accepts({ ...VALID, ...claims })).toBe(false);
});

test("an access token of Cognito names its client in client_id", () => {
  expect(accepts({ ...VALID, aud: undefined, client_id: rules.audience[0] })).toBe(true);
});

test.each(["", "Bearer", "Bearer a.b.c", "Bearer ..", "Basic dTpw"])("%o is refused", (authorization) => {
  expect(authorize(rules, authorization, NOW_MS)).toBeUndefined();
});

describe("a signature", () => {
  test("of another key is refused", () => {
    expect(authorize(rules, `Bearer ${createTestIssuer().sign(VALID)}`, NOW_MS)).toBeUndefined();
  });

  test.each(["none", "HS256"])("by %s is refused", (alg) => {
    const [, payload = ""] = sign(VALID).split(".");
    const header = Buffer.from(JSON.stringify({ alg })).toString("base64url");
    const key = rules.publicKey.export({ type: "spki", format: "pem" });
    const signature = createHmac("sha256", key).update(`${header}.${payload}`).digest("base64url");
    expect(authorize(rules, `Bearer ${header}.${payload}.${signature}`, NOW_MS)).toBeUndefined();
  });
});

describe.each([
  { name: "the verified route", path: "/clickstream/verified", options: { jwt: rules } },
  { name: "a restricted route", path: "/clickstream", options: { jwt: rules, restrictsToToken: true } },
])("$name", ({ path, options }) => {
  const post = (url: string, authorization?: string) =>
    fetch(url + path, {
      method: "POST",
      headers: { origin: "https://shop.example", ...(authorization ? { authorization } : {}) },
      body: '{"event_name":"page_view"}',
    });

  test("stores who is signed in as verified", async () => {
    const { url, events } = await startTestGateway(options);
    const exp = Date.now() / 1_000 + 60;
    expect((await post(url, `Bearer ${sign({ sub: "u1", exp })}`)).status).toBe(200);
    expect(await events()).toMatchObject([{ user_id: "u1", _ingest: { identity: { user_id: "jwt" } } }]);
  });

  test("answers 401 to everybody else, so that a page can read it", async () => {
    const { url, events, accessLog } = await startTestGateway(options);
    const answer = await post(url);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await answer.json()).toEqual({ message: "Unauthorized" });
    expect(await events()).toEqual([]);
    expect(await accessLog()).toMatchObject([{ routeKey: `POST ${path}`, status: 401 }]);
  });
});

test("the verified route is not there without an issuer", async () => {
  const { url } = await startTestGateway();
  expect((await fetch(`${url}/clickstream/verified`, { method: "POST" })).status).toBe(404);
});
