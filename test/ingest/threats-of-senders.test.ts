/** What a hostile sender can claim or put into files and logs, each with what the ingest does about it. */
import { describe, expect, test, vi } from "vitest";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../examples/ingest-lambda/src/store/layout.ts";
import { createLogReport, createMetricReport } from "../../examples/ingest-lambda/src/answer/telemetry.ts";
import {
  buildEvent,
  buildHttpEvent,
  createMemoryStore,
  createTestIngest,
  parseStored,
  RECEIVED_AT,
  RECEIVED_AT_MS,
  storeOne,
  type TestRequest,
} from "../support/test-ingest.ts";

const KIB = 1024;

test("log injection: each line is one JSON object, and has nothing in it of what came in", async () => {
  const secret = '\n{"level":"fatal","message":"forged"}\r\nsecret';
  const write = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockReturnValue(true));
  const reports = [createLogReport(), createMetricReport()];
  const stores = [
    createMemoryStore(),
    createMemoryStore(() => ({ kind: "retry", code: "SlowDown" })),
    createMemoryStore(() => {
      throw new TypeError(secret);
    }),
  ];
  const bodies = [
    buildEvent({ page_title: secret, [secret]: 1 }),
    { event_name: secret },
    buildEvent({ event_id: secret }),
    secret,
    `${secret}}`,
    { batch_id: secret, events: [{}] },
  ];
  const headers = {
    cookie: "token=secret",
    "x-client-id": "secret",
    "user-agent": "secret",
    authorization: "Bearer secret",
    origin: "https://secret.example",
  };

  for (const store of stores) {
    const handler = createHandler({
      store: createLaidOutStore(store, oneObjectAnEvent),
      log: (entry) => reports.forEach((report) => report(entry)),
    });
    for (const body of bodies) {
      await handler({ ...buildHttpEvent({ body, headers, claims: { sub: "secret" } }), rawQueryString: "q=secret" });
    }
  }
  const text = write.flatMap(({ mock }) => mock.calls.map(([chunk]) => String(chunk))).join("");
  for (const spy of write) spy.mockRestore();

  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(2 * stores.length * bodies.length);
  for (const line of lines) expect(JSON.parse(line)).toBeTypeOf("object");
  expect(text).not.toMatch(/secret|forged|fatal/);
});

test("forged user_id: another user than the token's stays the client's word", async () => {
  const event = await storeOne({ body: buildEvent({ user_id: "admin" }), claims: { sub: "u1" } });

  expect(event).toMatchObject({
    user_id: "admin",
    _ingest: { token: "verified", identity: { user_id: "client", client_id: "client" } },
  });
});

describe("spoofed user_login_state, identity_source: only a verified token makes `jwt` of the source", () => {
  const SAME_SITE = { "sec-fetch-site": "same-site", cookie: "CognitoIdentityServiceProvider.4abc.LastAuthUser=u1" };
  const said = { user_id: "u1", user_login_state: "logged_in", identity_source: "jwt" };

  test.each<readonly [string, TestRequest, string]>([
    ["the body alone", { body: buildEvent(said) }, "client"],
    ["the body and a cookie", { body: buildEvent(said), headers: SAME_SITE }, "client"],
    ["a cookie alone", { body: buildEvent(), headers: SAME_SITE }, "cookie"],
    ["a token", { body: buildEvent(said), claims: { sub: "u1" } }, "jwt"],
    ["a token and a cookie", { body: buildEvent(), claims: { sub: "u1" }, headers: SAME_SITE }, "jwt"],
    ["an expired token and the body", { body: buildEvent(said), claims: { sub: "u1", exp: "1" } }, "client"],
  ])("%s", async (_name, request, source) => {
    const { _ingest } = await storeOne(request);

    expect(_ingest["identity"]).toMatchObject({ user_id: source, user_login_state: source, identity_source: source });
  });
});

test.each([
  0,
  -1,
  1e18,
  Number.NaN,
  RECEIVED_AT_MS,
  RECEIVED_AT_MS / 1_000,
  "9999-12-31T23:59:59.999Z",
  "2026-02-30T00:00:00.000Z",
  "yesterday",
  {},
  true,
])("spoofed event_timestamp: %j is replaced by the time of the ingest", async (event_timestamp) => {
  expect(await storeOne({ body: buildEvent({ event_timestamp }) })).toMatchObject({
    event_timestamp: RECEIVED_AT,
    _ingest: { timestamp_source: "server" },
  });
});

test.each(["a,b", "x".repeat(8 * KIB), "a b", "../a", ""])(
  "header injection: x-client-id %j fills nothing",
  async (header) => {
    expect(await storeOne({ body: { event_name: "a" }, headers: { "x-client-id": header } })).not.toHaveProperty(
      "client_id",
    );
  },
);

test.each([
  "https://evil-example.com",
  "https://example.com.evil.com",
  "https://example.com:8443",
  "https://EXAMPLE.com",
])("foreign origin: %s is 403 with a reason, and stores nothing", async (origin) => {
  const ingest = createTestIngest({ allowedOrigins: ["https://example.com"] });

  expect(await ingest.send({ body: buildEvent(), headers: { origin } })).toMatchObject({
    status: 403,
    body: { code: "origin_not_allowed" },
  });
  expect(ingest.objects.size).toBe(0);
});

describe("missing, invalid, expired token: the event is stored in any case", () => {
  const jwt = (claims: object): string =>
    `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
  const BEFORE_S = RECEIVED_AT_MS / 1_000 - 3_600;

  test.each<readonly [string, TestRequest, string | undefined]>([
    ["none", {}, undefined],
    ["garbage", { headers: { authorization: "Bearer garbage" } }, "unverified"],
    ["no JSON in it", { headers: { authorization: "Bearer a.b.c" } }, "unverified"],
    ["another scheme", { headers: { authorization: "Basic YTpi" } }, undefined],
    ["of no algorithm, for another user", { headers: { authorization: jwt({ sub: "admin" }) } }, "unverified"],
    ["expired", { headers: { authorization: jwt({ sub: "u1", exp: BEFORE_S }) } }, "expired"],
    ["expired since the authorizer looked", { claims: { sub: "u1", exp: String(BEFORE_S) } }, "expired"],
    ["verified", { claims: { sub: "u1", exp: String(BEFORE_S + 7_200) } }, "verified"],
  ])("%s", async (_name, request, state) => {
    const event = await storeOne({ body: buildEvent(), ...request });

    expect(event._ingest["token"]).toBe(state);
    expect(event["user_id"]).toBe(state === "verified" ? "u1" : undefined);
  });
});

test.each([
  ["cross-site", "https://example.com"],
  ["none", "https://example.com"],
  [undefined, "https://example.com"],
])("CSRF, cookie identity: no cookie is read or set when Sec-Fetch-Site is %s", async (site, origin) => {
  const cookie = "CognitoIdentityServiceProvider.4abc.LastAuthUser=u1; __Host-clickstream-id=c9";
  const ingest = createTestIngest({ idCookie: true, allowedOrigins: [origin] });
  const headers = {
    origin,
    cookie,
    ...(site === undefined ? {} : { "sec-fetch-site": site }),
    "content-type": "text/plain",
  };

  const { cookies } = await ingest.send({ body: { event_name: "a" }, headers });
  const own = await ingest.send({ body: { event_name: "b" }, headers: { ...headers, "sec-fetch-site": "same-site" } });

  const [foreignEvent, ownEvent] = ingest.events();
  expect(foreignEvent).not.toHaveProperty("user_id");
  expect(foreignEvent).not.toHaveProperty("client_id");
  expect(cookies).toEqual([]);
  // The same cookies count for a page of our own site, so the three lines above prove something.
  expect(ownEvent).toMatchObject({ user_id: "u1", client_id: "c9" });
  expect(own.cookies).toHaveLength(1);
});

test("replay of a captured batch: a thousand times, no new object", async () => {
  const ingest = createTestIngest();
  const body = { batch_id: "b1", events: [buildEvent(), buildEvent()] };

  for (let round = 0; round < 1_000; round += 1) await ingest.send({ body });

  expect(ingest.objects.size).toBe(2);
  expect(ingest.log.at(-1)).toMatchObject({ status: 200, stored: 0, duplicate: 2 });
});

describe("PII in URLs", () => {
  const page_url = "https://anna:pw@shop.example/a?token=abc&email=a%40b.c&utm_source=news#access_token=x";
  const page_referrer = "https://mail.example/?id=7";

  test.each([[undefined], [null]])(
    "of a hand-written event go through the SDK's redactor (page_load_id %s)",
    async (page_load_id) => {
      expect(await storeOne({ body: { event_name: "a", page_url, page_referrer, page_load_id } })).toMatchObject({
        page_url: "https://shop.example/a?token=redacted&email=redacted&utm_source=news",
        page_referrer: "https://mail.example/?id=redacted",
      });
    },
  );

  test("are kept as they came, too, since a page may need what the redactor does not know", async () => {
    const { _ingest } = await storeOne({ body: { event_name: "a", page_url, page_referrer: "https://mail.example/" } });

    expect(_ingest["original"]).toEqual({ page_url });
  });

  test("that are shortened within a character stay readable", async () => {
    const url = `https://shop.example/${"tea/".repeat(506)}ab🎁`;

    expect((await storeOne({ body: { page_url: url } }))["page_url"]).toBe(`${url.slice(0, 2_047)}\ufffd`);
  });

  test("of an event of the SDK stay as the site's own rules have redacted them", async () => {
    const event = await storeOne({ body: buildEvent({ page_url, page_referrer, page_load_id: "p1" }) });

    expect(event).toMatchObject({ page_url, page_referrer });
  });
});

test("XSS via viewers of stored files: no stored byte opens a tag, and answers are not sniffed", async () => {
  const page_title = "</script><img src=x onerror=alert(1)>&\u2028";
  const ingest = createTestIngest();

  const { headers } = await ingest.send({ body: buildEvent({ page_title }) });

  expect([...ingest.objects.values()].join()).not.toMatch(/[<>&\u2028\u2029]/);
  expect(ingest.events()[0]).toHaveProperty("page_title", page_title);
  expect(headers).toMatchObject({ "content-type": "application/json", "x-content-type-options": "nosniff" });
});

describe("consent, GPC: Sec-GPC", () => {
  const headers = { "sec-gpc": "1" };

  test("is noted with the event", async () => {
    expect((await storeOne({ body: buildEvent(), headers }))._ingest).toMatchObject({ gpc: true });
    expect((await storeOne({ body: buildEvent() }))._ingest).not.toHaveProperty("gpc");
    expect((await storeOne({ body: buildEvent(), headers: { "sec-gpc": "0" } }))._ingest).not.toHaveProperty("gpc");
  });

  test("where it is honoured, nothing is stored, no cookie is set, and the page need not try again", async () => {
    const ingest = createTestIngest({ honoursGpc: true, idCookie: true });

    const reply = await ingest.send({ body: [buildEvent()], headers: { ...headers, "sec-fetch-site": "same-origin" } });

    expect(reply).toMatchObject({
      status: 400,
      cookies: [],
      body: { rejected: [{ index: 0, code: "opted_out" }], retry: [] },
    });
    expect(ingest.objects.size).toBe(0);

    const other = await ingest.send({ body: [buildEvent()], headers: { "sec-fetch-site": "same-origin" } });

    expect(other).toMatchObject({ status: 200, body: { stored: 1 }, cookies: [expect.any(String)] });
  });
});

test("hostile outbox of a page: the ingest validates anew what a page has kept", async () => {
  const hostile = [null, "{", [], 5, "x".repeat(10_000)];

  const { body } = await createTestIngest().send({ body: { batch_id: "b1", events: [...hostile, buildEvent()] } });

  expect(body).toMatchObject({ stored: 1, rejected: hostile.map((_value, index) => ({ index })) });
});

test("files that others parse: each is one JSON object on one line", async () => {
  const ingest = createTestIngest();
  await ingest.send({ body: buildEvent({ note: "a\r\nb\u2028" }) });

  const [body = "", ...others] = ingest.objects.values();
  expect(others).toEqual([]);
  expect(body).not.toMatch(/[\r\n]/);
  expect(parseStored(body)).toMatchObject({ note: "a\r\nb\u2028" });
});
