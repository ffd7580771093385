/** What a hostile body can try, each with what the ingest does about it. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildEvent, buildEventId, createTestIngest, storeOne } from "../support/test-ingest.ts";

const BYTES = { "content-type": "application/octet-stream" };
const KIB = 1024;

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

  test("a byte order mark is skipped", async () => {
    expect(await storeOne({ body: `\uFEFF{"event_name":"a"}` })).toHaveProperty("event_name", "a");
  });
});

test("non-object: what is no object is rejected alone, the others are stored", async () => {
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

test("prototype pollution keys: 10,000 bodies pollute nothing, and an _ingest of a client is replaced", async () => {
  const key = fc.constantFrom("__proto__", "constructor", "prototype", "_ingest", "polluted", "a");
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      fc.constant<unknown>("1"),
      fc.array(fc.tuple(key, tie("tree"))).map(toJsonText),
    ),
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
    ["51 events", Array(51).fill({ event_name: "a" }), "too_many_events"],
  ])("%s is 413 and stores nothing", async (_name, body, code) => {
    const ingest = createTestIngest();

    expect(await ingest.send({ body })).toMatchObject({ status: 413, body: { code } });
    expect(ingest.objects.size).toBe(0);
  });

  test("512 KiB exactly, and 50 events, are accepted", async () => {
    const events = Array.from({ length: 50 }, () => buildEvent());
    const frame = JSON.stringify({ events, pad: "" });
    const body = JSON.stringify({ events, pad: "x".repeat(512 * KIB - frame.length) });

    expect(Buffer.byteLength(body)).toBe(512 * KIB);
    expect(await createTestIngest().send({ body })).toMatchObject({ status: 200, body: { stored: 50 } });
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
  ])("the limit holds for what it inflates to: %i bytes are %i", async (length, status) => {
    const frame = JSON.stringify({ event_name: "a", pads: [""] });
    // Strings within an event have a limit of their own, so white space fills the body.
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
])("deep nesting: %s are refused and crash nothing", async (_name, body, status) => {
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

test("invalid UTF-8: such bytes are 400", async () => {
  const body = Buffer.concat([Buffer.from('{"event_name":"a'), Buffer.from([0xff]), Buffer.from('"}')]);

  expect(await createTestIngest().send({ body, headers: BYTES })).toMatchObject({
    status: 400,
    body: { code: "invalid_encoding" },
  });
});

test("lone surrogates: become U+FFFD in values and in headers, and what came is kept in a form that databases read", async () => {
  const ingest = createTestIngest();

  await ingest.send({
    body: '{"event_name":"a","note":"a\\ud800","k\\udc00":1,"client_id":"\\ud800"}',
    headers: { "user-agent": `${"x".repeat(511)}🎁` },
  });

  const [event] = ingest.events();
  expect(event).toMatchObject({ note: "a\ufffd", _ingest: { user_agent: `${"x".repeat(511)}\ufffd` } });
  expect(event).not.toHaveProperty("client_id");
  expect(event?._ingest["original"]).toEqual({ note: "a\\ud800", "k\\udc00": 1, client_id: "\\ud800" });
  expect([...ingest.objects.values()].join()).not.toMatch(/(?<!\\)\\ud[89a-f]/i);
});

test.each(["event_name", "client_id", "session_id", "user_id", "page_load_id", "identity_source"])(
  "NUL and control characters: are taken out of %s, and kept apart",
  async (field) => {
    for (const [value, kept] of [
      ["a\u0000", "a\\u0000"],
      ["\u0007", "\u0007"],
      ["a\n", "a\n"],
    ]) {
      const event = await storeOne({ body: buildEvent({ [field]: value }) });
      expect(event).not.toHaveProperty(field);
      expect(event._ingest["original"]).toEqual({ [field]: kept });
    }
  },
);

test("NUL and control characters: NUL becomes U+FFFD in values, since PostgreSQL has no place for it; the others stay", async () => {
  expect(await storeOne({ body: buildEvent({ note: "a\u0000\u001b\n" }) })).toMatchObject({
    note: "a\ufffd\u001b\n",
    _ingest: { original: { note: "a\\u0000\\u001b\\n" } },
  });
});

test("path injection via ids: nothing of a request changes the form of a key", async () => {
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
