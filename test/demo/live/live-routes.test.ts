/** The live page's server side on a feed of the test's own: what a page receives when it connects, and after. */
import { fastify } from "fastify";
import { expect, onTestFinished, test, vi } from "vitest";
import type { FeedListener, StoredObject } from "../../../examples/demo/live/feed.ts";
import { registerLive } from "../../../examples/demo/live/live-routes.ts";
import { buildTestKey } from "./test-rows.ts";

const KEY = buildTestKey(1_000);
const WITHIN = { timeout: 5_000, interval: 10 };

interface TestLive {
  readonly url: string;
  readonly feed: FeedListener;
  readonly read: ReturnType<typeof vi.fn>;
  readonly stop: ReturnType<typeof vi.fn>;
  close(): Promise<void>;
  /** Connects, and returns all that has come over the connection so far. */
  connect(query?: string): Promise<() => string>;
}

async function startLive(): Promise<TestLive> {
  const { promise, resolve } = Promise.withResolvers<FeedListener>();
  const stop = vi.fn(() => Promise.resolve());
  const read = vi.fn((key: string) => Promise.resolve(key === KEY ? '{"a":1}' : undefined));
  const app = fastify({ forceCloseConnections: true });
  const start = (listener: FeedListener): Promise<typeof stop> => {
    resolve(listener);
    return Promise.resolve(stop);
  };
  await registerLive(app, { feed: { start, read }, where: "a <bucket>" });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => app.close());

  return {
    url,
    feed: await promise,
    read,
    stop,
    close: () => app.close(),
    async connect(query = "") {
      const { body, headers } = await fetch(`${url}/live/stream${query}`);
      expect(headers.get("content-type")).toContain("text/event-stream");
      let text = "";
      const collect = async (): Promise<void> => {
        for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
      };
      void collect().catch(() => undefined);
      await vi.waitFor(() => expect(text).toContain("event:trouble"), WITHIN);
      return () => text;
    },
  };
}

function objectOf(key: string, name: string): StoredObject {
  return { key, text: JSON.stringify({ event_name: name }), storedAtMs: 1_000 };
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

test("a page that connects receives its view and is told to reconnect after a second", async () => {
  const live = await startLive();
  live.feed.onStored(objectOf(KEY, "first"));

  const received = await live.connect();

  expect(received()).toContain("retry:1000\n");
  expect(received()).toMatch(
    /event:view\n(?:id:.*\n)?data:\{"total":1,"matching":1,"rows":\[\{"key":"[^"]+","name":"first",/,
  );
  expect(received()).toMatch(/event:trouble\n(?:id:.*\n)?data:""\n/);
});

test("a page that has chosen a name receives the rows of that name", async () => {
  const live = await startLive();
  live.feed.onStored(objectOf(KEY, "first"));
  live.feed.onStored(objectOf(buildTestKey(2_000), "second"));

  const received = await live.connect("?name=second");

  expect(received()).toContain('"total":2,"matching":1,"rows":[{');
});

test("an open page receives a burst of thousands as a few views that count all of them", async () => {
  const live = await startLive();
  const received = await live.connect();

  for (let ms = 1; ms <= 5_000; ms++) {
    const object = objectOf(buildTestKey(ms), "first");
    live.feed.onStored(object);
    live.feed.onStored(object);
  }

  await vi.waitFor(() => expect(received()).toContain('"total":5000'), WITHIN);
  expect(countOf(received(), "event:view")).toBeLessThan(10);
});

test("an open page receives each change of the store's trouble once, and a new page the current one", async () => {
  const live = await startLive();
  const received = await live.connect();

  live.feed.onTrouble("disk full");
  live.feed.onTrouble("disk full");
  await vi.waitFor(() => expect(received()).toContain('"disk full"'), WITHIN);
  const later = await live.connect();
  live.feed.onTrouble(undefined);

  expect(later()).toContain('data:"disk full"');
  // At the connection, at the trouble, and at its end.
  await vi.waitFor(() => expect(countOf(received(), "event:trouble")).toBe(3), WITHIN);
  expect(countOf(received(), '"disk full"')).toBe(1);
});

test("an object is served as it is stored, and a key that is no event's is never read", async () => {
  const { url, read } = await startLive();
  const ask = (key: string): Promise<Response> => fetch(`${url}/live/object?key=${encodeURIComponent(key)}`);

  const found = await ask(KEY);
  expect([found.status, found.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
  expect(await found.text()).toBe('{"a":1}');
  expect((await ask(buildTestKey(2_000))).status).toBe(404);
  expect(read).toHaveBeenCalledTimes(2);

  expect((await ask("access.log")).status).toBe(404);
  expect(read).toHaveBeenCalledTimes(2);
});

test("the page names the store as text, under a policy that allows its own server only", async () => {
  const { url } = await startLive();

  const page = await fetch(`${url}/live`);

  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  expect(await page.text()).toContain('<p class="where">a &lt;bucket&gt;</p>');
});

test("the feed is stopped with the server", async () => {
  const live = await startLive();
  expect(live.stop).not.toHaveBeenCalled();

  await live.close();

  expect(live.stop).toHaveBeenCalledTimes(1);
});
