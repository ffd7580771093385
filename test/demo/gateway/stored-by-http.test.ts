/** From a hand-written request to a file: the whole path on this machine. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHandler } from "../../../examples/ingest-lambda/src/handler.ts";
import { chooseStore } from "../../../examples/demo/storage/choose-store.ts";
import { OPEN_CORS } from "../../../examples/demo/gateway/cors.ts";
import { parseStored } from "../../support/test-ingest.ts";
import { startTestGateway } from "../../support/test-gateway.ts";

const EVENT_ID = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
const EVENT = JSON.stringify({ event_id: EVENT_ID, event_name: "page_view" });

test("the plain fetch of a page is stored with the metadata that it lacks", async () => {
  const gateway = await startTestGateway();
  const eventPayload = { event_name: "product_view", context_product_id: "42", context_product_price: 19.99 };

  const answer = await fetch(`${gateway.url}/clickstream`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "x-client-id": "c1", "x-session-id": "s1" },
    body: JSON.stringify(eventPayload),
  });

  expect(answer.status).toBe(200);
  const [event] = await gateway.events();
  expect(event).toMatchObject({
    ...eventPayload,
    client_id: "c1",
    session_id: "s1",
    _ingest: { source_ip: "127.0.0.1" },
  });
  const day = String(event?.event_timestamp).slice(0, 10).replaceAll("-", "/");
  expect(await gateway.files()).toEqual([`events/${day}/event-${String(event?.event_id)}.json`]);
});

describe("the same event is one file", () => {
  test("when it comes five times", async () => {
    const gateway = await startTestGateway();
    const answers: unknown[] = [];

    for (let round = 0; round < 5; round += 1) answers.push(await (await gateway.post(EVENT)).json());

    expect(answers).toMatchObject([{ stored: 1 }, ...Array<object>(4).fill({ stored: 0, duplicate: 1 })]);
    expect(await gateway.files()).toHaveLength(1);
  });

  test("when 20 requests bring it at once", async () => {
    const gateway = await startTestGateway();

    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.post(EVENT)));
    const acks = (await Promise.all(answers.map((answer) => answer.json()))) as { readonly stored: number }[];

    expect(acks.filter(({ stored }) => stored === 1)).toHaveLength(1);
    expect(await gateway.files()).toHaveLength(1);
  });
});

describe("an event is stored whatever type it is sent as", () => {
  test.each([
    ["application/json"],
    ["text/plain;charset=UTF-8"],
    ["application/octet-stream"],
    ["application/x-www-form-urlencoded"],
    ["no/such; type"],
    ["garbage"],
  ])("%s", async (type) => {
    const gateway = await startTestGateway();

    const answer = await gateway.post(Buffer.from(EVENT), { "content-type": type });

    expect(answer.status).toBe(200);
    expect(await gateway.events()).toMatchObject([{ event_id: EVENT_ID }]);
  });

  test("none", async () => {
    const gateway = await startTestGateway();

    const answer = await gateway.post(Buffer.from(EVENT), {});

    expect(answer.status).toBe(200);
    expect(await gateway.files()).toHaveLength(1);
  });
});

test("what is bad is answered with its code and leaves no file", async () => {
  const gateway = await startTestGateway();

  const answers = [await gateway.post("{"), await gateway.post(Buffer.from([0xff]), {}), await gateway.post("")];

  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect(await Promise.all(answers.map((answer) => answer.json()))).toMatchObject([
    { code: "invalid_json" },
    { code: "invalid_encoding" },
    { code: "empty_body" },
  ]);
});

test("gzip is stored as what is in it, and a bomb is refused", async () => {
  const gateway = await startTestGateway();
  const bytes = { "content-type": "application/octet-stream" };

  const answers = [
    await gateway.post(gzipSync(EVENT), bytes),
    await gateway.post(gzipSync(Buffer.alloc(50_000_000)), bytes),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 413]);
  expect(await gateway.events()).toMatchObject([{ event_id: EVENT_ID }]);
});

test("the id cookie comes back with the next request, and is in the file", async () => {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const handler = createHandler({ store: chooseStore({}, root).store, log: () => undefined, idCookie: true });
  const origin = "https://www.shop.example";
  const cors = { ...OPEN_CORS, allowOrigins: [origin], allowCredentials: true };
  const gateway = await startTestGateway({ handler, cors });
  const headers = { "content-type": "application/json", origin, "sec-fetch-site": "same-site" };

  const first = await gateway.post('{"event_name":"a","client_id":"c1"}', headers);
  const [cookie = ""] = (first.headers.get("set-cookie") ?? "").split(";");
  await gateway.post('{"event_name":"b","client_id":"c2"}', { ...headers, cookie });

  expect(cookie).toBe("__Host-clickstream-id=c1");
  expect(first.headers.get("access-control-allow-credentials")).toBe("true");
  const bucket = join(root, "clickstream-s3-ingest");
  const files = (await readdir(bucket, { recursive: true })).filter((path) => path.endsWith(".json"));
  const events = await Promise.all(files.map(async (file) => parseStored(await readFile(join(bucket, file), "utf8"))));
  expect(events.map(({ client_id, _ingest }) => [client_id, _ingest["first_party_id"]]).sort()).toEqual([
    ["c1", "c1"],
    ["c2", "c1"],
  ]);
});
