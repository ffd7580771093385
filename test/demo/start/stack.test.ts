/** Everything on one machine: what is posted is stored, and what is stored is shown. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, expect, test, vi } from "vitest";
import { PRODUCTS } from "../../../examples/demo/shop/model/catalogue.ts";
import { startStack, type Stack } from "../../../examples/demo/stack.ts";
import { answerJson, createTestIssuer, startKeyServer } from "../../support/test-issuer.ts";
import { openTestStream } from "./test-stream.ts";

const WITHIN_A_SECOND = { timeout: 1_000, interval: 20 };

async function startTestStack(env: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-"));
  const stack = await startStack({ port: 0, ingestPort: 0, folder, env });
  onTestFinished(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });
  return stack;
}

async function post(stack: Stack, event: object): Promise<void> {
  const response = await fetch(stack.ingestUrl, { method: "POST", body: JSON.stringify(event) });
  expect(response.status).toBe(200);
}

test("shows an event on the live page within a second of its being posted, and its file as it is stored", async () => {
  const stack = await startTestStack();
  const stream = await openTestStream(stack.liveUrl);

  await post(stack, { event_name: "page_view", page_path: "/somewhere" });

  await vi.waitFor(() => {
    expect(stream.rows).toMatchObject([{ name: "page_view", subject: "/somewhere" }]);
  }, WITHIN_A_SECOND);
  const key = stream.rows[0]?.key ?? "";
  const response = await fetch(`${stack.liveUrl}/object?key=${encodeURIComponent(key)}`);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.json()).toMatchObject({ event_name: "page_view", _ingest: {} });
});

test("verifies tokens and judges origins by the function's own settings", async () => {
  const keys = await startKeyServer();
  onTestFinished(() => keys.close());
  const issuer = createTestIssuer({ issuer: keys.url });
  keys.answer = answerJson({ "/.well-known/jwks.json": { keys: [issuer.jwk] } });
  const env = { TOKEN_ISSUER: keys.url, TOKEN_AUDIENCE: "shop", ALLOWED_ORIGINS: "https://*.shop.example" };
  const stack = await startTestStack(env);
  const authorization = `Bearer ${issuer.sign({ sub: "u1", exp: Math.floor(Date.now() / 1_000) + 60 })}`;
  const send = (origin: string): Promise<Response> =>
    fetch(stack.ingestUrl, { method: "POST", headers: { authorization, origin }, body: '{"event_name":"page_view"}' });

  const [own, foreign] = [await send("https://www.shop.example"), await send("https://evil.example")];

  expect([own.status, foreign.status]).toEqual([200, 403]);
  expect(own.headers.get("access-control-allow-origin")).toBe("https://www.shop.example");
  const [file = ""] = (await readdir(stack.where, { recursive: true })).filter((path) => path.endsWith(".json"));
  expect(JSON.parse(await readFile(join(stack.where, file), "utf8"))).toMatchObject({
    user_id: "u1",
    _ingest: { token: "verified", origin_verified: true },
  });
});

test("gives a page that connects again all that it missed", async () => {
  const stack = await startTestStack();
  const first = await openTestStream(stack.liveUrl);
  await post(stack, { event_name: "before" });
  await vi.waitFor(() => {
    expect(first.rows).toHaveLength(1);
  }, WITHIN_A_SECOND);
  first.close();
  await post(stack, { event_name: "meanwhile" });

  const again = await openTestStream(stack.liveUrl);

  await vi.waitFor(() => {
    expect(again.rows.map(({ name }) => name).sort()).toEqual(["before", "meanwhile"]);
  }, WITHIN_A_SECOND);
});

test.each([
  "",
  "?key=",
  "?key=../access.log",
  "?key=events/2026/11/24/..%2F..%2F..%2F..%2F..%2Faccess.log",
  "?key=a&key=b",
])("hands out nothing but events: %j is 404", async (query) => {
  const stack = await startTestStack();
  const response = await fetch(`${stack.liveUrl}/object${query}`);
  expect(response.status).toBe(404);
});

test("lets no script run on the live page but its own", async () => {
  const { liveUrl } = await startTestStack();
  const policy = (await fetch(liveUrl)).headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain("unsafe");
});

test("serves every page of the shop, with the address of the ingest in it", async () => {
  const { shopUrl, ingestUrl } = await startTestStack();
  const paths = ["", "products", "collections/cups", "cart", "checkout", "thank-you"];
  const products = PRODUCTS.map(({ urlPath }) => urlPath.slice(1));
  for (const path of [...paths, ...products]) {
    const response = await fetch(shopUrl + path);
    expect(response.status, path).toBe(200);
    expect(await response.text(), path).toContain(`content="${ingestUrl}"`);
  }
});

test("has a picture for every product, and a page of its own for a wrong address", async () => {
  const { shopUrl } = await startTestStack();
  for (const { id } of PRODUCTS) {
    expect((await fetch(`${shopUrl}public/pictures/${id}.svg`)).status, id).toBe(200);
  }
  expect((await fetch(`${shopUrl}products/constructor`)).status).toBe(404);
});

test("closes while a live page is open, and lets go of both ports", async () => {
  const stack = await startTestStack();
  await openTestStream(stack.liveUrl);

  await stack.close();

  await expect(fetch(stack.shopUrl)).rejects.toThrow();
  await expect(fetch(stack.ingestUrl)).rejects.toThrow();
});

test("leaves nothing running when the shop's port is taken", async () => {
  const taken = await startTestStack();
  const port = Number(new URL(taken.shopUrl).port);
  const ingestPort = await findFreePort();
  const folder = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(folder, { recursive: true }));

  await expect(startStack({ port, ingestPort, folder, env: {} })).rejects.toThrow(String(port));

  await expect(fetch(`http://127.0.0.1:${String(ingestPort)}/`)).rejects.toThrow();
  expect(await readdir(folder)).not.toContain("events");
});

/** The port of a stack that has just been closed. */
async function findFreePort(): Promise<number> {
  const stack = await startTestStack();
  await stack.close();
  return Number(new URL(stack.ingestUrl).port);
}
