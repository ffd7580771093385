/** The threats that an open endpoint lives with, each with what the ingest does about it. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../examples/ingest-lambda/src/layout.ts";
import { createLogReport, createMetricReport } from "../../examples/ingest-lambda/src/telemetry.ts";
import {
  buildEvent,
  buildEventId,
  buildHttpEvent,
  createMemoryStore,
  createTestIngest,
  parseStored,
  RECEIVED_AT,
  RECEIVED_AT_MS,
  type StoredEvent,
  type TestRequest,
} from "./test-ingest.ts";

const BYTES = { "content-type": "application/octet-stream" };
const KIB = 1024;

async function storeOne(request: TestRequest): Promise<StoredEvent> {
  const ingest = createTestIngest();
  await ingest.send(request);
  const [event] = ingest.events();
  if (event === undefined) throw new Error("nothing was stored");
  return event;
}

describe("malformed JSON, empty, BOM", () => {
  test("a valid body cut at every byte is never 5xx, never stored, and shows no stack", async () => {
    const whole = Buffer.from(
      JSON.stringify(buildEvent({ page_title: "Schöne Grüße 🎁", properties: { list: [1, 2] } })),
    );
    const ingest = createTestIngest();

    for (const type of ["application/json", "application/octet-stream"]) {
      for (let length = 0; length < whole.length; length += 1) {
        const { status, body } = await ingest.send({
          body: whole.subarray(0, length),
          headers: { "content-type": type },
        });
        expect(status).toBe(400);
        expect(JSON.stringify(body)).not.toMatch(/stack|Error|at .*\.ts/);
      }
    }
    expect(ingest.objects.size).toBe(0);
  });

  test("a byte order mark costs nothing", async () => {
    expect(await storeOne({ body: `\uFEFF{"event_name":"a"}` })).toHaveProperty("event_name", "a");
  });
});

test("non-object: what is no object is rejected alone, its siblings are stored", async () => {
  const notObject = fc
    .jsonValue({ maxDepth: 3 })
    .filter((value) => typeof value !== "object" || value === null || Array.isArray(value));
  await fc.assert(
    fc.asyncProperty(fc.array(notObject, { minLength: 1, maxLength: 10 }), async (odd) => {
      const ingest = createTestIngest();

      const { body } = await ingest.send({ body: [buildEvent(), ...odd, buildEvent()] });

      expect(body).toMatchObject({
        stored: 2,
        rejected: odd.map((_value, at) => ({ index: at + 1, code: "not_object" })),
      });
    }),
    { numRuns: 50 },
  );
});

test("prototype pollution keys: 10,000 bodies pollute nothing, and what a client calls _ingest is gone", async () => {
  const key = fc.constantFrom("__proto__", "constructor", "prototype", "_ingest", "polluted", "a");
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: "small" }, fc.constant("1"), fc.array(fc.tuple(key, tie("tree"))).map(toJsonText)),
  }));
  const ingest = createTestIngest();

  await fc.assert(
    fc.asyncProperty(tree, async (value) => {
      await ingest.send({
        body: `{"event_name":"a","properties":${String(value)},"__proto__":${String(value)},"_ingest":${String(value)}}`,
      });
    }),
    { numRuns: 10_000 },
  );

  expect({}).not.toHaveProperty("polluted");
  expect(ingest.objects.size).toBe(10_000);
  for (const { _ingest } of ingest.events()) expect(_ingest).toMatchObject({ source_ip: "203.0.113.7" });
  expect([...ingest.objects.values()].join()).not.toMatch(/"(__proto__|constructor|prototype)":/);
}, 30_000);

function toJsonText(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([name, value]) => `"${name}":${String(value)}`).join()}}`;
}

describe("huge body, huge batch", () => {
  test.each([
    ["512 KiB and a byte", "x".repeat(512 * KIB + 1), "body_too_large"],
    ["501 events", Array(501).fill({ event_name: "a" }), "too_many_events"],
  ])("%s is 413 and stores nothing", async (_name, body, code) => {
    const ingest = createTestIngest();

    expect(await ingest.send({ body })).toMatchObject({ status: 413, body: { code } });
    expect(ingest.objects.size).toBe(0);
  });

  test("512 KiB exactly, and 500 events, are taken", async () => {
    const events = Array.from({ length: 500 }, () => buildEvent());
    const frame = JSON.stringify({ events, pad: "" });
    const body = JSON.stringify({ events, pad: "x".repeat(512 * KIB - frame.length) });

    expect(Buffer.byteLength(body)).toBe(512 * KIB);
    expect(await createTestIngest().send({ body })).toMatchObject({ status: 200, body: { stored: 500 } });
  });
});

describe("decompression bomb", () => {
  test("a gzip that inflates to 200 MB is 413", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * KIB * KIB));
    expect(bomb.length).toBeLessThan(512 * KIB);
    const ingest = createTestIngest();

    expect(await ingest.send({ body: bomb, headers: BYTES })).toMatchObject({
      status: 413,
      body: { code: "body_too_large" },
    });
  });

  test.each([
    [512 * KIB, 200],
    [512 * KIB + 1, 413],
  ])("the cap is on what it inflates to: %i bytes are %i", async (length, status) => {
    const frame = JSON.stringify({ event_name: "a", pads: [""] });
    // Strings within an event have a bound of their own, so white space fills the body.
    const body = gzipSync(frame + " ".repeat(length - frame.length));

    expect(await createTestIngest().send({ body, headers: BYTES })).toHaveProperty("status", status);
  });

  test("a whole gzip is read as what is in it", async () => {
    const event = buildEvent({ page_title: "Grüße 🎁" });

    expect(
      await storeOne({ body: gzipSync(JSON.stringify({ batch_id: "b1", events: [event] })), headers: BYTES }),
    ).toMatchObject(event);
  });

  test.each([
    ["cut off", gzipSync(JSON.stringify(buildEvent())).subarray(0, 40)],
    ["nothing but its first bytes", Buffer.from([0x1f, 0x8b])],
    ["of bytes that are no UTF-8", gzipSync(Buffer.from([0x22, 0xff, 0x22]))],
  ])("a gzip that is %s is 400", async (_name, body) => {
    expect(await createTestIngest().send({ body, headers: BYTES })).toMatchObject({
      status: 400,
      body: { code: "invalid_encoding" },
    });
  });
});

test.each([
  ["a million brackets", "[".repeat(1_000_000), 413],
  ["half a million brackets", "[".repeat(500_000), 400],
  ["a hundred thousand objects", `{"event_name":"a","a":${'{"a":'.repeat(100_000)}`, 400],
  ["65 levels in one event", `{"event_name":"a","a":${"[".repeat(64)}${"]".repeat(64)}}`, 400],
])("deep nesting: %s crash nothing", async (_name, body, status) => {
  const ingest = createTestIngest();

  expect(await ingest.send({ body })).toHaveProperty("status", status);
  expect(ingest.objects.size).toBe(0);
});

test("duplicate keys: the last one wins", async () => {
  const [first, last] = [buildEventId(), buildEventId()];

  expect(await storeOne({ body: `{"event_id":"${first}","event_name":"a","event_id":"${last}"}` })).toHaveProperty(
    "event_id",
    last,
  );
});

test("invalid UTF-8: bytes that are none are 400", async () => {
  const body = Buffer.concat([Buffer.from('{"event_name":"a'), Buffer.from([0xff]), Buffer.from('"}')]);

  expect(await createTestIngest().send({ body, headers: BYTES })).toMatchObject({
    status: 400,
    body: { code: "invalid_encoding" },
  });
});

test("lone surrogates: become U+FFFD in values, in keys and in headers, and are refused in ids", async () => {
  const ingest = createTestIngest();

  await ingest.send({
    body: '{"event_name":"a","note":"a\\ud800","k\\udc00":1}',
    headers: { "user-agent": `${"x".repeat(511)}🎁` },
  });
  const refused = await ingest.send({ body: '{"event_name":"a","client_id":"\\ud800"}' });

  expect(ingest.events()).toMatchObject([
    { note: "a\ufffd", "k\ufffd": 1, _ingest: { user_agent: `${"x".repeat(511)}\ufffd` } },
  ]);
  expect([...ingest.objects.values()].join()).not.toMatch(/\\ud[89a-f]/i);
  expect(refused.status).toBe(400);
});

test.each(["event_id", "event_name", "client_id", "session_id", "user_id", "page_load_id", "identity_source"])(
  "NUL and control characters: are refused in %s",
  async (field) => {
    for (const value of ["a\u0000", "\u0007", "a\n"]) {
      const { body } = await createTestIngest().send({ body: buildEvent({ [field]: value }) });
      expect(body).toMatchObject({ stored: 0, rejected: [{ code: `invalid_${field}` }] });
    }
  },
);

test("NUL and control characters: are kept in values, as JSON escapes them", async () => {
  expect(await storeOne({ body: buildEvent({ note: "a\u0000\u001b\n" }) })).toHaveProperty("note", "a\u0000\u001b\n");
});

test("path injection via ids: nothing of a request bends a key", async () => {
  const evil = fc.oneof(
    fc.constantFrom(
      "../",
      "%2e%2e/",
      "events/",
      "\u202e",
      "/".repeat(1025),
      `../${buildEventId()}`,
      `${buildEventId()}/..`,
    ),
    fc.string(),
  );
  const ingest = createTestIngest();
  await fc.assert(
    fc.asyncProperty(evil, evil, async (id, other) => {
      await ingest.send({
        body: {
          batch_id: other,
          events: [
            { event_id: id, event_name: "a" },
            { event_name: "a", page_path: id, client_id: other },
          ],
        },
      });
      await ingest.send({ body: { event_name: "a" }, headers: { "x-client-id": encodeURIComponent("../") } });
    }),
  );

  for (const key of ingest.objects.keys())
    expect(key).toMatch(/^events\/\d{4}\/\d\d\/\d\d\/event-[0-9a-f-]{36}\.json$/);
  expect(ingest.objects.size).toBeGreaterThan(50);
});

test("log injection: whatever came in, each line is one JSON object, and none of it is in there", async () => {
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

test("forged client_id, user_id: a verified claim wins, and what was claimed is kept apart", async () => {
  const event = await storeOne({ body: buildEvent({ user_id: "admin" }), claims: { sub: "u1" } });

  expect(event).toMatchObject({
    user_id: "u1",
    _ingest: { claimed: { user_id: "admin" }, identity: { user_id: "jwt", client_id: "client" } },
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
])("spoofed event_timestamp: %j gives way to our clock", async (event_timestamp) => {
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

describe("missing, invalid, expired token: never costs an event", () => {
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
])("CSRF, cookie identity: a cookie speaks for nobody when Sec-Fetch-Site is %s", async (site, origin) => {
  const cookie = "CognitoIdentityServiceProvider.4abc.LastAuthUser=u1; __Host-clickstream-id=c9";
  const ingest = createTestIngest({ idCookie: true, allowedOrigins: [origin] });
  const headers = {
    origin,
    cookie,
    ...(site === undefined ? {} : { "sec-fetch-site": site }),
    "content-type": "text/plain",
  };

  const { cookies } = await ingest.send({ body: { event_name: "a" }, headers });

  expect(ingest.events()[0]).not.toHaveProperty("user_id");
  expect(ingest.events()[0]).not.toHaveProperty("client_id");
  expect(cookies).toEqual([]);
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

  test("of a hand-written event goes through the SDK's redactor", async () => {
    expect(await storeOne({ body: { event_name: "a", page_url, page_referrer } })).toMatchObject({
      page_url: "https://shop.example/a?token=redacted&email=redacted&utm_source=news",
      page_referrer: "https://mail.example/?id=redacted",
    });
  });

  test("of an event of the SDK is what the site's own rules have left", async () => {
    expect(await storeOne({ body: buildEvent({ page_url, page_load_id: "p1" }) })).toHaveProperty("page_url", page_url);
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
  });

  test("where it is honoured, nothing is stored, no cookie is set, and the page is told that it need not try again", async () => {
    const ingest = createTestIngest({ honoursGpc: true, idCookie: true });

    const reply = await ingest.send({ body: [buildEvent()], headers: { ...headers, "sec-fetch-site": "same-origin" } });

    expect(reply).toMatchObject({
      status: 400,
      cookies: [],
      body: { rejected: [{ index: 0, code: "opted_out" }], retry: [] },
    });
    expect(ingest.objects.size).toBe(0);
  });
});

test("hostile outbox of a page: the ingest validates anew what a page has kept", async () => {
  const hostile = [null, "{", { __proto__: null }, { event_name: "a", event_id: "not-a-uuid" }, "x".repeat(10_000)];

  const { body } = await createTestIngest().send({ body: { batch_id: "b1", events: [...hostile, buildEvent()] } });

  expect(body).toMatchObject({ stored: 1, rejected: hostile.map((_value, index) => ({ index })) });
});

test("stored files are parsed by anybody: every one is one JSON object on one line", async () => {
  const ingest = createTestIngest();
  await ingest.send({ body: buildEvent({ note: "a\r\nb\u2028" }) });

  for (const body of ingest.objects.values()) {
    expect(body).not.toMatch(/[\r\n]/);
    expect(parseStored(body)).toBeTypeOf("object");
  }
});
