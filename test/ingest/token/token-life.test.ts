/** The life of a login token: what is stored with the event each time. docs/identity.md has the same table. */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTokenVerifier } from "../../../examples/ingest-lambda/src/token/verifier.ts";
import { buildEvent, createTestIngest, type StoredEvent } from "../../support/test-ingest.ts";
import {
  answerJson,
  createTestIssuer,
  encodePart,
  startKeyServer,
  type KeyServer,
  type TestIssuer,
} from "../../support/test-issuer.ts";

const KEYS_PATH = "/.well-known/jwks.json";
const CONFIGURATION_PATH = "/.well-known/openid-configuration";
const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

let server: KeyServer;
let issuer: TestIssuer;
beforeAll(async () => {
  server = await startKeyServer();
  issuer = createTestIssuer({ issuer: server.url });
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
  server.answer = answerJson({ [KEYS_PATH]: { keys: [issuer.jwk] } });
});

const verifierFor = (now?: () => number) =>
  createTokenVerifier({ issuer: server.url, audience: ["app", "shop"], ...(now && { now }) });

/** What is stored of an event that comes with the token, and says nothing of its user. */
async function store(
  token: string | undefined,
  verifyToken = verifierFor(),
  fields: object = {},
): Promise<StoredEvent> {
  const ingest = createTestIngest({ verifyToken, now: Date.now });
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const event_timestamp = new Date().toISOString();
  const reply = await ingest.send({ body: buildEvent({ event_timestamp, ...fields }), headers });
  expect(reply.status).toBe(200);
  const [event] = ingest.events();
  if (event === undefined) throw new Error("nothing was stored");
  return event;
}

const valid = (claims: object = {}): object => ({
  sub: "u1",
  exp: secondsFromNow(60),
  iat: secondsFromNow(-60),
  ...claims,
});
const tamper = (token: string, header: object): string => [encodePart(header), ...token.split(".").slice(1)].join(".");

/** A signature by HMAC, with the public key as its secret: https://auth0.com/blog/critical-vulnerabilities-in-json-web-token-libraries/ */
function signByPublicKey(): string {
  const [, payload = ""] = issuer.sign(valid()).split(".");
  const signed = `${encodePart({ alg: "HS256", kid: "key-1" })}.${payload}`;
  const key = issuer.rules.publicKey.export({ type: "spki", format: "pem" });
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

const CASES: readonly (readonly [token: string, make: () => string | undefined, state: string | undefined])[] = [
  ["none", () => undefined, undefined],
  ["valid", () => issuer.sign(valid()), "verified"],
  ["valid, an access token of Cognito", () => issuer.sign(valid({ aud: undefined, client_id: "app" })), "verified"],
  ["expired", () => issuer.sign(valid({ exp: secondsFromNow(-60) })), "expired"],
  ["valid from tomorrow on", () => issuer.sign(valid({ nbf: secondsFromNow(86_400) })), "not_yet_valid"],
  ["issued tomorrow", () => issuer.sign(valid({ iat: secondsFromNow(86_400) })), "not_yet_valid"],
  ["of another app", () => issuer.sign(valid({ aud: "other" })), "wrong_audience"],
  [
    "of another app, an access token",
    () => issuer.sign(valid({ aud: undefined, client_id: "other" })),
    "wrong_audience",
  ],
  ["of no app", () => issuer.sign(valid({ aud: undefined })), "wrong_audience"],
  ["of another issuer", () => issuer.sign(valid({ iss: "https://other.example" })), "wrong_issuer"],
  ["signed by somebody else", () => createTestIssuer({ issuer: server.url }).sign(valid()), "forged"],
  ["changed after it was signed", () => tamper(issuer.sign(valid()), { alg: "RS256", kid: "key-1", x: 1 }), "forged"],
  [
    "without a signature (`alg` is `none`)",
    () => tamper(issuer.sign(valid()), { alg: "none", kid: "key-1" }),
    "forged",
  ],
  ["signed with the public key (HS256)", signByPublicKey, "forged"],
  ["signed with a key that the issuer does not list", () => issuer.sign(valid(), { kid: "key-9" }), "unknown_key"],
  ["without an end", () => issuer.sign(valid({ exp: undefined })), "malformed"],
  ["no token at all", () => "abc", "malformed"],
];

describe("an event with a token that is", () => {
  test.each(CASES)("%s is stored, and the user is the token's only if it is valid", async (_name, make, state) => {
    const event = await store(make());

    expect(event._ingest["token"]).toBe(state);
    expect(event["user_id"]).toBe(state === "verified" ? "u1" : undefined);
    expect(event._ingest["identity"]).toEqual(
      state === "verified"
        ? { client_id: "client", session_id: "client", user_id: "jwt", user_login_state: "jwt", identity_source: "jwt" }
        : { client_id: "client", session_id: "client" },
    );
  });

  test.each(CASES.filter(([, , state]) => state !== undefined))(
    "%s has its row in docs/identity.md",
    (name, _make, state) => {
      const rows = readFileSync("docs/identity.md", "utf8")
        .split("\n")
        .map((row) => row.replaceAll(/ +/g, " "));
      expect(rows).toContainEqual(expect.stringContaining(`| ${name} | \`${String(state)}\` |`));
    },
  );
});

describe("the issuer's server", () => {
  test("is asked once for many tokens", async () => {
    const verify = verifierFor();
    for (let count = 0; count < 5; count += 1) await store(issuer.sign(valid()), verify);

    expect(server.asked).toEqual([CONFIGURATION_PATH, KEYS_PATH]);
  });

  test("is asked where it says that its keys are", async () => {
    server.answer = answerJson({
      [CONFIGURATION_PATH]: { issuer: server.url, jwks_uri: `${server.url}/keys` },
      "/keys": { keys: [{ kid: 7 }, null, issuer.jwk] },
    });

    expect((await store(issuer.sign(valid())))._ingest["token"]).toBe("verified");
    expect(server.asked).toEqual([CONFIGURATION_PATH, "/keys"]);
  });

  test("may answer with a page where it has no description of itself", async () => {
    const files = answerJson({ [KEYS_PATH]: { keys: [issuer.jwk] } });
    server.answer = (request, response) =>
      request.url === KEYS_PATH ? files(request, response) : response.end("<!doctype html>");

    expect((await store(issuer.sign(valid())))._ingest["token"]).toBe("verified");
  });

  test("is not believed where it sends us to an address without https", async () => {
    server.answer = answerJson({
      [CONFIGURATION_PATH]: { jwks_uri: "http://evil.example/keys" },
      [KEYS_PATH]: { keys: [issuer.jwk] },
    });

    expect((await store(issuer.sign(valid())))._ingest["token"]).toBe("verified");
  });

  test.each<readonly [string, KeyServer["answer"]]>([
    ["never answers", () => undefined],
    ["begins an answer and never ends it", (_request, response) => response.writeHead(200).write("{")],
    ["closes every connection", ({ socket }) => socket.destroy()],
    ["fails", (_request, response) => response.writeHead(500).end()],
    ["answers with a page", (_request, response) => response.end("<html>")],
    ["has no list of keys", (_request, response) => response.end("{}")],
  ])("that %s costs no event, and is asked again after a pause", async (_name, answer) => {
    const clock = { nowMs: Date.now() };
    const verify = verifierFor(() => clock.nowMs);
    const good = server.answer;
    server.answer = answer;

    const first = await store(issuer.sign(valid()), verify);
    const asked = server.asked.length;
    clock.nowMs += 9_999;
    const second = await store(issuer.sign(valid()), verify);

    expect([first, second].map(({ _ingest }) => _ingest["token"])).toEqual(["keys_unavailable", "keys_unavailable"]);
    expect(server.asked).toHaveLength(asked);

    server.answer = good;
    clock.nowMs += 1;
    expect((await store(issuer.sign(valid()), verify))._ingest["token"]).toBe("verified");
  });

  test("that is not there at all costs no event", async () => {
    const gone = await startKeyServer();
    await gone.close();
    const other = createTestIssuer({ issuer: gone.url });

    const event = await store(other.sign(valid()), createTokenVerifier({ issuer: gone.url, audience: ["shop"] }));

    expect(event._ingest["token"]).toBe("keys_unavailable");
  });

  test("is not asked for each of a flood of keys that do not exist", async () => {
    const verify = verifierFor();
    for (let at = 0; at < 50; at += 1) await verify(issuer.sign(valid(), { kid: `key-${String(at + 100)}` }));
    await Promise.all(Array.from({ length: 50 }, (_, at) => verify(issuer.sign(valid(), { kid: `no-${String(at)}` }))));

    expect(server.asked).toHaveLength(2);
    expect(await verify(issuer.sign(valid()))).toMatchObject({ kind: "verified" });
  });

  test("is not asked for tokens of another issuer", async () => {
    await store(issuer.sign(valid({ iss: "https://other.example" })));

    expect(server.asked).toEqual([]);
  });

  test("may change its key: the new one is fetched, and one that is taken back counts an hour at most", async () => {
    const clock = { nowMs: Date.now() };
    const verify = verifierFor(() => clock.nowMs);
    const next = createTestIssuer({ issuer: server.url, kid: "key-2" });
    const long = (by: TestIssuer): string => by.sign(valid({ exp: secondsFromNow(9_000) }));
    expect(await verify(long(issuer))).toMatchObject({ kind: "verified" });

    server.answer = answerJson({ [KEYS_PATH]: { keys: [next.jwk, issuer.jwk] } });
    clock.nowMs += 10_000;
    expect(await verify(long(next))).toMatchObject({ kind: "verified" });

    server.answer = answerJson({ [KEYS_PATH]: { keys: [next.jwk] } });
    clock.nowMs += 3_599_999;
    expect(await verify(long(issuer))).toMatchObject({ kind: "verified" });
    clock.nowMs += 1;
    expect(await verify(long(issuer))).toEqual({ kind: "fault", reason: "unknown_key" });
    expect(await verify(long(next))).toMatchObject({ kind: "verified" });
  });

  test("that is down when the hour is over leaves the keys in use", async () => {
    const clock = { nowMs: Date.now() };
    const verify = verifierFor(() => clock.nowMs);
    await verify(issuer.sign(valid()));
    server.answer = (_request, response) => response.writeHead(503).end();
    clock.nowMs += 3_600_000;

    expect(await verify(issuer.sign(valid({ exp: secondsFromNow(9_000) })))).toMatchObject({ kind: "verified" });
  });
});

test("the claims of the gateway's authorizer are not verified again", async () => {
  const verifyToken = () => Promise.reject(new Error("asked"));
  const ingest = createTestIngest({ verifyToken });

  await ingest.send({ body: buildEvent(), claims: { sub: "u1" }, headers: { authorization: "Bearer a.b.c" } });

  expect(ingest.events()).toMatchObject([{ user_id: "u1", _ingest: { token: "verified" } }]);
});
