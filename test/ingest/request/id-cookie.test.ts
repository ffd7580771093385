/** The optional cookie that keeps a visitor's id where Safari deletes what scripts store. */
import { describe, expect, test } from "vitest";
import { buildEvent, createTestIngest, ORIGIN, type Reply, type StoredEvent } from "../../support/test-ingest.ts";

const SAME_SITE = { "sec-fetch-site": "same-site" };
const COOKIE = { ...SAME_SITE, cookie: "a=b; __Host-clickstream-id=first" };

async function send(
  headers: Readonly<Record<string, string>>,
  body: unknown = buildEvent(),
  idCookie = true,
): Promise<{ readonly reply: Reply; readonly event: StoredEvent | undefined }> {
  const ingest = createTestIngest({ idCookie });
  const reply = await ingest.send({ body, headers });
  return { reply, event: ingest.events()[0] };
}

describe("is set", () => {
  test("to the page's own id at first, so that both are one until the page loses it", async () => {
    const { reply, event } = await send(SAME_SITE);

    expect(reply.cookies).toEqual([
      "__Host-clickstream-id=client-1; Path=/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax",
    ]);
    expect(event).toMatchObject({ client_id: "client-1", _ingest: { first_party_id: "client-1" } });
  });

  test("to the id in the header, which is the page's own, too", async () => {
    const { reply } = await send({ ...SAME_SITE, "x-client-id": "header-1" });

    expect(reply.cookies).toEqual([expect.stringMatching(/^__Host-clickstream-id=header-1;/)]);
  });

  test("for a page of the same origin", async () => {
    const { reply } = await send({ "sec-fetch-site": "same-origin" });

    expect(reply.cookies).toHaveLength(1);
  });

  test("again with each answer, to the same id", async () => {
    const { reply } = await send(COOKIE);

    expect(reply.cookies).toEqual([expect.stringMatching(/^__Host-clickstream-id=first;/)]);
  });

  test("to a new id for a hand-written event without one, which gets it too", async () => {
    const { reply, event } = await send(SAME_SITE, { event_name: "a" });

    const [, id] = /=([\w-]{36});/.exec(reply.cookies[0] ?? "") ?? [];
    expect(id).toBeDefined();
    expect(event).toMatchObject({ client_id: id, _ingest: { first_party_id: id, identity: { client_id: "cookie" } } });
  });
});

describe("after the page has lost its id", () => {
  test("the event keeps the new one, and the file also has the old one", async () => {
    const { event } = await send(COOKIE);

    expect(event).toMatchObject({
      client_id: "client-1",
      _ingest: { first_party_id: "first", identity: { client_id: "client" } },
    });
  });

  test("an event without an id gets the old one, and the file says from where", async () => {
    const { event } = await send(COOKIE, { event_name: "a" });

    expect(event).toMatchObject({ client_id: "first", _ingest: { identity: { client_id: "cookie" } } });
  });
});

describe("is neither set nor read", () => {
  test.each<readonly [string, Readonly<Record<string, string>>, unknown, boolean]>([
    ["unless it is switched on", COOKIE, buildEvent(), false],
    ["for a page of another site", { ...COOKIE, "sec-fetch-site": "cross-site" }, buildEvent(), true],
    ["for a browser that does not send the site", { cookie: COOKIE.cookie }, buildEvent(), true],
    ["for events that are all refused", COOKIE, "page_view", true],
  ])("%s", async (_name, headers, body, idCookie) => {
    const { reply, event } = await send(headers, body, idCookie);

    expect(reply.cookies).toEqual([]);
    expect(event?._ingest ?? {}).not.toHaveProperty("first_party_id");
  });
});

test.each([
  ["is no id", "__Host-clickstream-id=../x"],
  ["has only a similar name", "clickstream-id=second; x__Host-clickstream-id=third; __Host-clickstream-id2fourth"],
])("a cookie that %s is not read", async (_name, cookie) => {
  const { reply } = await send({ ...SAME_SITE, cookie });

  expect(reply.cookies).toEqual([expect.stringMatching(/=client-1;/)]);
});

describe("is deleted when a page asks for it", () => {
  const DELETED = "__Host-clickstream-id=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";
  const FORGET = { url: "/clickstream?key=0123456789abcdef&forget=id" };

  test.each([
    ["with the cookie switched on", true],
    ["with the cookie switched off since", false],
  ])("%s", async (_name, idCookie) => {
    const ingest = createTestIngest({ idCookie, allowedOrigins: [ORIGIN] });
    const reply = await ingest.send({ ...FORGET, headers: COOKIE });

    expect(reply).toMatchObject({ status: 200, body: { ok: true, forgotten: "id" }, cookies: [DELETED] });
    expect(reply.body).not.toHaveProperty("batch_id");
    expect(ingest.events()).toEqual([]);
    expect(ingest.log).toMatchObject([{ level: "info", status: 200, received: 0, codes: { id_forgotten: 1 } }]);
  });

  test("not for a page of another site", async () => {
    const ingest = createTestIngest({ idCookie: true, allowedOrigins: [ORIGIN] });
    const reply = await ingest.send({ ...FORGET, headers: { ...COOKIE, origin: "https://evil.example" } });

    expect(reply).toMatchObject({ status: 403, cookies: [] });
  });

  test("and events that are sent to this address by mistake are stored like others", async () => {
    const ingest = createTestIngest({ idCookie: true });
    const reply = await ingest.send({ ...FORGET, headers: COOKIE, body: buildEvent() });

    expect(reply).toMatchObject({ status: 200, body: { stored: 1 } });
    expect(ingest.events()).toHaveLength(1);
  });

  test.each(["/clickstream", "/clickstream?forget", "/clickstream?forget=all"])(
    "%s is another request",
    async (url) => {
      const reply = await createTestIngest({ idCookie: true }).send({ url, headers: COOKIE });

      expect(reply).toMatchObject({ status: 400, cookies: [] });
    },
  );
});
