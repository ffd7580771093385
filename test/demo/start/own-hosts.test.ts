/** The demo's server answers to its own names only, whatever is asked for. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { IncomingMessage } from "node:http";
import { startStack, type Stack } from "../../../examples/demo/stack.ts";

let folder: string;
let stack: Stack;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clickstream-"));
  stack = await startStack({ port: 0, ingestPort: 0, folder, env: {}, reloads: true, hostNames: ["shop.test"] });
}, 30_000);
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

/** `fetch` sets the header itself. */
async function ask(path: string, host: string): Promise<IncomingMessage> {
  const sent = request(new URL(path, stack.shopUrl), { headers: { host }, setHost: false }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return answer;
}

const PATHS = [
  "/",
  "/live",
  "/live/stream",
  "/live/object?key=x",
  "/dashboard",
  "/reload",
  "/assets/shop.js",
  "/demo/outage",
  "/no-such-page",
];

test.each(PATHS)("a page that points its own name at this machine can't read %s", async (path) => {
  const answer = await ask(path, "evil.example");

  expect(answer.statusCode).toBe(421);
  expect(await text(answer)).toMatch(
    /^This server answers to 127[.]0[.]0[.]1, localhost, \[::1\], shop[.]test only[.]/,
  );
});

test.each([
  "evil.example:4000",
  "127.0.0.1.evil.example",
  "localhost.evil.example",
  "evil.example@127.0.0.1",
  "127.0.0.1:4000:1",
  "127.0.0.2",
  "0.0.0.0",
  "",
])("the name %j is not its own", async (host) => {
  expect((await ask("/", host)).statusCode).toBe(421);
});

test.each([
  "127.0.0.1",
  "127.0.0.1:4000",
  "localhost:1",
  "LOCALHOST",
  "[::1]:4000",
  "[::1]",
  "shop.test",
  "Shop.Test:4000",
])("it answers to %s", async (host) => {
  const answer = await ask("/", host);

  expect(answer.statusCode).toBe(200);
  answer.resume();
});

test.each(["/live/stream", "/reload"])("a stream of its own pages goes on: %s", async (path) => {
  const answer = await ask(path, "localhost");

  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toContain("text/event-stream");
  answer.destroy();
});
