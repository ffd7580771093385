/** Proves that the platform of a browser sends, keeps and listens, whatever the page has patched. */
// @vitest-environment happy-dom
// @vitest-environment-options { "happyDOM": { "url": "http://shop.example/" } }
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { mintEventId } from "../../../src/event/event-id.ts";
import { createTracker } from "../../../src/index.ts";
import { browserPlatform } from "../../../src/platform/browser.ts";
import type { OutgoingRequest, Platform } from "../../../src/platform/platform.ts";
import type { Batch } from "../../../src/wire.ts";

const ENDPOINT = "http://ingest.example/clickstream";

interface Received {
  readonly type: string | null;
  readonly body: string;
}

let received: Received[] = [];
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "content-type",
  "access-control-expose-headers": "Retry-After",
};
const server = setupServer(
  http.options(ENDPOINT, () => new HttpResponse(null, { status: 204, headers: CORS })),
  http.post(ENDPOINT, async ({ request }) => {
    received.push({ type: request.headers.get("content-type"), body: await request.text() });
    return HttpResponse.json({ ok: true }, { headers: { ...CORS, "retry-after": "7" } });
  }),
);

beforeAll(() => server.listen());
beforeEach(() => {
  received = [];
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  Reflect.deleteProperty(globalThis.Request.prototype, "keepalive");
  vi.unstubAllGlobals();
  server.resetHandlers();
});
afterAll(() => server.close());

function platformOf(): Platform {
  const platform = browserPlatform();
  if (platform === undefined) throw new Error("happy-dom is a page");
  return platform;
}

function throwPatched(): never {
  throw new TypeError("patched");
}

const send = (leaving: boolean, timeoutMs = 1_000) =>
  platformOf().send({
    endpoint: ENDPOINT,
    body: "{}",
    requestTimeoutMs: timeoutMs,
    compress: true,
    credentials: "omit",
    keepalive: leaving,
  });

describe("a request", () => {
  test("is JSON while the page stays, and its outcome has status, Retry-After and body", async () => {
    expect(await send(false)).toEqual({
      status: 200,
      retryAfter: "7",
      isRedirected: false,
      body: '{"ok":true}',
    });
    expect(received).toEqual([{ type: "application/json", body: "{}" }]);
  });

  test("that outlives the page is CORS-simple and kept alive", async () => {
    Object.defineProperty(globalThis.Request.prototype, "keepalive", { value: true, configurable: true });
    const fetch = vi.spyOn(globalThis, "fetch");
    await send(true);

    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ keepalive: true, credentials: "omit" });
    expect(fetch.mock.calls[0]?.[1]?.headers).toEqual({ "content-type": "text/plain" });
    expect(received[0]?.type).toMatch(/^text\/plain/i);
  });

  test("carries cookies where the site wants it so", async () => {
    const fetch = vi.spyOn(globalThis, "fetch");
    await platformOf().send({
      endpoint: ENDPOINT,
      body: "{}",
      requestTimeoutMs: 1_000,
      compress: true,
      credentials: "include",
      keepalive: false,
    });
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ credentials: "include" });
  });

  test("is sent as a beacon where fetch can't outlive the page, and has no answer then", async () => {
    const sendBeacon = vi.spyOn(navigator, "sendBeacon").mockReturnValue(true);
    expect(await send(true)).toEqual({ status: 0 });
    expect(sendBeacon).toHaveBeenCalledExactlyOnceWith(ENDPOINT, "{}");
  });

  test("that the browser does not take as a beacon is unreachable", async () => {
    vi.spyOn(navigator, "sendBeacon").mockReturnValue(false);
    expect(await send(true)).toEqual({ status: 0 });
  });

  test("without an answer is unreachable", async () => {
    server.use(http.post(ENDPOINT, () => HttpResponse.error()));
    expect(await send(false)).toEqual({ status: 0 });
  });

  test("that takes longer than its timeout is unreachable", async () => {
    server.use(http.post(ENDPOINT, () => new Promise<never>(() => undefined)));
    expect(await send(false, 20)).toEqual({ status: 0 });
  }, 10_000);

  test("whose answer comes late, and within its timeout, has that answer", async () => {
    server.use(
      http.post(ENDPOINT, async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return HttpResponse.json({ ok: true }, { headers: CORS });
      }),
    );
    expect(await send(false, 20_000)).toMatchObject({ status: 200 });
  });

  test("through a fetch that never answers and does not know signals is unreachable after its timeout", async () => {
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    expect(await send(false, 20)).toEqual({ status: 0 });
  });

  test("whose answer never ends is unreachable after its timeout", async () => {
    const text = (): Promise<string> => new Promise(() => undefined);
    vi.stubGlobal("fetch", () => Promise.resolve({ status: 200, headers: new Headers(), redirected: false, text }));
    expect(await send(false, 20)).toEqual({ status: 0 });
  });

  test("whose answer another script has read has it from the header", async () => {
    const answer = new Response('{"ok":true}', { headers: { "clickstream-ack": '{"batch_id":"b"}' } });
    await answer.text();
    vi.stubGlobal("fetch", () => Promise.resolve(answer));
    expect(await send(false)).toMatchObject({ status: 200, body: '{"batch_id":"b"}' });
  });

  test("whose answer another script has read, and has no such header, has a status alone", async () => {
    const answer = new Response('{"ok":true}');
    await answer.text();
    vi.stubGlobal("fetch", () => Promise.resolve(answer));
    expect(await send(false)).toMatchObject({ status: 200, body: "" });
  });

  test("that is led elsewhere says so", async () => {
    const text = (): Promise<string> => Promise.resolve("<!doctype html>");
    vi.stubGlobal("fetch", () => Promise.resolve({ status: 200, headers: new Headers(), redirected: true, text }));
    expect(await send(false)).toMatchObject({ status: 200, isRedirected: true });
  });

  test("is sent by a browser that can't time out a request", async () => {
    vi.stubGlobal("AbortSignal", {});
    expect(await send(false)).toMatchObject({ status: 200 });
  });

  test.each([
    ["is not there", undefined],
    [
      "makes signals of its own",
      function () {
        return { signal: { aborted: false }, abort: () => undefined };
      },
    ],
  ])("goes without a signal where AbortController %s", async (_what, polyfill) => {
    vi.stubGlobal("AbortController", polyfill);
    // As browsers do.
    vi.stubGlobal("Request", function (_url: string, { signal }: RequestInit) {
      if (signal && !(signal instanceof AbortSignal)) throw new TypeError("no signal");
    });
    const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(() => Promise.resolve(new Response()));
    vi.stubGlobal("fetch", fetch);
    expect(await send(false)).toMatchObject({ status: 200 });
    expect(fetch.mock.calls[0]?.[1].signal).toBeNull();
  });

  test("is told by its signal that nobody waits any more", async () => {
    const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(() => new Promise(() => undefined));
    vi.stubGlobal("fetch", fetch);
    await send(false, 20);
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true);
  });

  test("has its answer where a script has broken the timers", async () => {
    vi.spyOn(globalThis, "setTimeout").mockImplementationOnce(throwPatched);
    expect(await send(false)).toMatchObject({ status: 200 });
  });

  test.each([
    ["throws", throwPatched],
    ["rejects", () => Promise.reject(new TypeError("patched"))],
    ["returns nothing", () => undefined],
    ["resolves with what is no response", () => Promise.resolve({ status: 200 })],
  ])("through a fetch that a script patched, so that it %s, is unreachable", async (_what, patched) => {
    vi.stubGlobal("fetch", patched);
    expect(await send(false)).toEqual({ status: 0 });
  });

  test.each([
    ["throws", throwPatched],
    ["is not there", undefined],
  ])("by a beacon that %s is unreachable", async (_what, sendBeacon) => {
    vi.stubGlobal("navigator", { sendBeacon });
    expect(await send(true)).toEqual({ status: 0 });
  });
});

describe("a long request", () => {
  const LONG = JSON.stringify({ text: "teapot ".repeat(1_000) });
  const got: { readonly type: string | null; readonly bytes: Uint8Array }[] = [];
  const answer = (statusOf: (type: string | null) => number): void =>
    server.use(
      http.post(ENDPOINT, async ({ request }) => {
        const type = request.headers.get("content-type");
        got.push({ type, bytes: new Uint8Array(await request.arrayBuffer()) });
        return new HttpResponse("{}", { status: statusOf(type), headers: CORS });
      }),
    );
  const types = (): readonly (string | null)[] => got.map(({ type }) => type);
  const sendWith = (more: Partial<OutgoingRequest>, platform = platformOf()) =>
    platform.send({
      endpoint: ENDPOINT,
      body: LONG,
      requestTimeoutMs: 1_000,
      compress: true,
      credentials: "omit",
      keepalive: false,
      ...more,
    });

  beforeEach(() => {
    got.length = 0;
  });

  test("is gzip in a content type that API Gateway passes on as bytes", async () => {
    answer(() => 200);
    expect(await sendWith({})).toMatchObject({ status: 200 });
    expect(types()).toEqual(["application/octet-stream"]);
    expect(gunzipSync(got[0]?.bytes ?? new Uint8Array()).toString()).toBe(LONG);
  });

  test("is gzip from 2,048 characters on", async () => {
    answer(() => 200);
    await sendWith({ body: `"${"x".repeat(2_046)}"` });
    expect(types()).toEqual(["application/octet-stream"]);
  });

  test.each([
    ["the site does not want it", { compress: false }],
    ["it is short", { body: `"${"x".repeat(2_045)}"` }],
  ])("is plain JSON when %s", async (_why, more) => {
    answer(() => 200);
    await sendWith(more);
    expect(types()).toEqual(["application/json"]);
  });

  test("is plain text while leaving, when there is no time", async () => {
    Object.defineProperty(globalThis.Request.prototype, "keepalive", { value: true, configurable: true });
    answer(() => 200);
    await sendWith({ keepalive: true });
    expect(types()).toEqual([expect.stringMatching(/^text\/plain/i)]);
  });

  test("is plain JSON in a browser that can't compress", async () => {
    vi.stubGlobal("CompressionStream", undefined);
    answer(() => 200);
    await sendWith({});
    expect(types()).toEqual(["application/json"]);
  });

  test("is plain JSON from the next try on where compression never ends", async () => {
    vi.stubGlobal("CompressionStream", function () {
      return { readable: new ReadableStream(), writable: new WritableStream() };
    });
    answer(() => 200);
    const platform = platformOf();
    expect(await sendWith({ requestTimeoutMs: 20 }, platform)).toEqual({ status: 0 });
    expect(await sendWith({}, platform)).toMatchObject({ status: 200 });
    expect(types()).toEqual(["application/json"]);
  });

  test("is gzip at the next try, too", async () => {
    answer(() => 200);
    const platform = platformOf();
    await sendWith({}, platform);
    await sendWith({}, platform);
    expect(types()).toEqual(["application/octet-stream", "application/octet-stream"]);
  });

  test.each([400, 415, 422])("is plain JSON from the next try on where gzip was answered with %d", async (status) => {
    answer((type) => (type === "application/json" ? 200 : status));
    const platform = platformOf();
    expect(await sendWith({}, platform)).toEqual({ status: 0 });
    expect(await sendWith({}, platform)).toMatchObject({ status: 200 });
    expect(await sendWith({}, platform)).toMatchObject({ status: 200 });
    expect(types()).toEqual(["application/octet-stream", "application/json", "application/json"]);
  });

  test("has the status of the answer where plain JSON was refused", async () => {
    answer(() => 400);
    const platform = platformOf();
    await sendWith({}, platform);
    expect(await sendWith({}, platform)).toMatchObject({ status: 400 });
  });
});

test("a page that broke idle callbacks has no IndexedDB copy, and gets no exception", async () => {
  vi.stubGlobal("requestIdleCallback", () => {
    throw new Error("broken");
  });
  const { restored, ...store } = platformOf().openDurable();
  store.write("key", "value");
  await Promise.race([restored, new Promise((resolve) => setTimeout(resolve, 10))]);
  expect(store.read("key")).toBe("value");
  localStorage.clear();
});

test("a title of any length costs no event: its first 8,192 characters are kept", () => {
  vi.spyOn(Document.prototype, "title", "get").mockReturnValue("x".repeat(9_000));
  expect(platformOf().page().page_title).toBe("x".repeat(8_192));
  vi.restoreAllMocks();
});

describe("the page's lifecycle", () => {
  const listen = () => {
    const events: string[] = [];
    return { events, stop: platformOf().onLifecycleEvent((event) => events.push(event)) };
  };

  test("is hidden, visible or online by visibilitychange, pagehide and online", () => {
    const { events, stop } = listen();
    const visibility = vi.spyOn(Document.prototype, "hidden", "get").mockReturnValue(true);
    document.dispatchEvent(new Event("visibilitychange"));
    window.dispatchEvent(new Event("pagehide"));
    visibility.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    window.dispatchEvent(new Event("online"));
    stop();
    window.dispatchEvent(new Event("online"));

    expect(events).toEqual(["hidden", "hidden", "visible", "online"]);
  });

  test("of a prerendered page begins when it is shown", () => {
    const seen = vi.fn();
    Object.defineProperty(Document.prototype, "prerendering", { value: true, configurable: true });
    platformOf().whenShown(seen);
    expect(seen).not.toHaveBeenCalled();

    Reflect.deleteProperty(Document.prototype, "prerendering");
    document.dispatchEvent(new Event("prerenderingchange", { bubbles: true }));
    expect(seen).toHaveBeenCalledOnce();
    platformOf().whenShown(seen);
    expect(seen).toHaveBeenCalledTimes(2);
  });

  test("is no longer listened to after the undo", () => {
    const { events, stop } = listen();
    stop();
    window.dispatchEvent(new Event("pagehide"));
    expect(events).toEqual([]);
  });

  test("is not listened to by unload, which would keep the page out of the back/forward cache", () => {
    const spies = [vi.spyOn(window, "addEventListener"), vi.spyOn(document, "addEventListener")];
    listen().stop();
    const types = spies.flatMap((spy) => spy.mock.calls.map(([type]) => type));
    expect(types).toContain("pagehide");
    expect(types).not.toContain("unload");
    expect(types).not.toContain("beforeunload");
  });
});

describe("a request that is left with the browser", () => {
  interface Left {
    readonly url: string;
    readonly body: unknown;
    readonly signal: AbortSignal | null;
  }

  const leave = (bodies: readonly (string | undefined)[]): readonly Left[] => {
    const left: Left[] = [];
    vi.stubGlobal("fetchLater", (url: string, { body, signal = null }: RequestInit) =>
      left.push({ url, body, signal }),
    );
    const { sendLater } = platformOf();
    const settings = { endpoint: ENDPOINT, requestTimeoutMs: 1_000, compress: true, credentials: "omit" } as const;
    for (const body of bodies) sendLater?.(body === undefined ? body : { ...settings, body, keepalive: true });
    return left;
  };

  test("takes the place of the one before", () => {
    const left = leave(["one", "two"]);
    expect(left.map(({ url, body, signal }) => [url, body, signal?.aborted])).toEqual([
      [ENDPOINT, "one", true],
      [ENDPOINT, "two", false],
    ]);
  });

  test("is taken back", () => {
    expect(leave(["one", undefined]).map(({ signal }) => signal?.aborted)).toEqual([true]);
  });

  test.each([
    ["the browser has no room for it", "fetchLater", throwPatched],
    ["a script has taken AbortController away", "AbortController", undefined],
  ])("is none where %s", (_why, name, broken) => {
    vi.stubGlobal("fetchLater", vi.fn());
    vi.stubGlobal(name, broken);
    const { sendLater } = platformOf();
    expect(() =>
      sendLater?.({
        endpoint: ENDPOINT,
        body: "x",
        requestTimeoutMs: 1,
        compress: true,
        credentials: "omit",
        keepalive: true,
      }),
    ).not.toThrow();
  });

  test("is none where the browser does not know how", () => {
    expect(platformOf().sendLater).toBeUndefined();
  });
});

test.each<[string, () => Promise<unknown>]>([
  ["index", () => import("../../../src/index.ts")],
  ["development", () => import("../../../src/development/index.ts")],
  ["consent", () => import("../../../src/consent.ts")],
  ["amplify", () => import("../../../src/amplify.ts")],
])("the entry %s does nothing to a page that only loads it", async (_name, load) => {
  vi.resetModules();
  // Until the copies in IndexedDB of the tests before are made.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const reaches = [
    vi.spyOn(window, "addEventListener"),
    vi.spyOn(document, "addEventListener"),
    vi.spyOn(localStorage, "getItem"),
    vi.spyOn(localStorage, "setItem"),
    vi.spyOn(globalThis, "fetch"),
    vi.spyOn(globalThis, "setTimeout"),
    vi.spyOn(navigator, "sendBeacon"),
    vi.spyOn(console, "info"),
    vi.spyOn(console, "warn"),
  ];
  const globals = Reflect.ownKeys(globalThis);
  await load();
  expect(reaches.flatMap(({ mock }) => mock.calls)).toEqual([]);
  expect(Reflect.ownKeys(globalThis)).toEqual(globals);
  expect([...Object.keys(localStorage), ...Object.keys(sessionStorage)]).toEqual([]);
});

/** Opens a tracker that does not send by itself, and returns what of it arrives. */
function openTracker() {
  server.use(
    http.post(ENDPOINT, async ({ request }) => {
      received.push({ type: request.headers.get("content-type"), body: await request.text() });
      return new HttpResponse(null, { status: 204, headers: CORS });
    }),
  );
  const tracker = createTracker({ endpoint: ENDPOINT, flushIntervalMs: 600_000, compress: false });
  const names = (): readonly string[] =>
    received.flatMap(({ body }) => (JSON.parse(body) as Batch).events.map(({ event_name }) => event_name));
  return { tracker, names };
}

test("an event arrives though a script empties localStorage under the page", async () => {
  const { tracker, names } = openTracker();
  tracker.track("page_view");
  expect(tracker.stats().waiting).toBe(1);
  localStorage.clear();
  expect(tracker.stats().waiting).toBe(1);
  await tracker.flush();
  tracker.close();
  expect(names()).toEqual(["page_view"]);
});

describe("a page", () => {
  const patchTo = (value: unknown, owner: object, name: string) => () => {
    const original = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    return () => {
      if (original) Object.defineProperty(owner, name, original);
      else Reflect.deleteProperty(owner, name);
    };
  };
  const form = document.createElement("form");

  test.each([
    ["patched JSON.parse", patchTo(throwPatched, JSON, "parse")],
    ["patched Object.keys", patchTo(throwPatched, Object, "keys")],
    ["patched Date.now", patchTo(() => NaN, Date, "now")],
    ["patched performance.now", patchTo(throwPatched, performance, "now")],
    ["patched TextEncoder", patchTo(undefined, globalThis, "TextEncoder")],
    ["patched fetch", patchTo(throwPatched, globalThis, "fetch")],
    ["patched localStorage", patchTo(null, globalThis, "localStorage")],
    ["patched setItem", patchTo(throwPatched, localStorage, "setItem")],
    ["patched getItem", patchTo(throwPatched, localStorage, "getItem")],
    ["patched removeItem", patchTo(throwPatched, localStorage, "removeItem")],
    ["named a form title", patchTo(form, document, "title")],
    ["named a form hidden", patchTo(form, document, "hidden")],
    ["named a form referrer", patchTo(form, document, "referrer")],
    ["named a form prerendering", patchTo(form, document, "prerendering")],
    ["took the console away", patchTo(undefined, globalThis, "console")],
  ])("that %s gets no exception, and its events again when that is over", async (_what, patch) => {
    const rejections = vi.fn();
    process.on("unhandledRejection", rejections);
    const { tracker, names } = openTracker();
    const unpatch = patch();
    try {
      expect(() => tracker.track("search", { query: "teapot" })).not.toThrow();
      await expect(tracker.flush()).resolves.toBeUndefined();
    } finally {
      unpatch();
    }
    tracker.track("page_view");
    await tracker.flush();
    tracker.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", rejections);

    expect(names()).toContain("page_view");
    expect(rejections).not.toHaveBeenCalled();
  });
});

test.each<[string, unknown, number]>([
  ["with a fraction", 1_795_507_200_000.7, 1_795_507_200_000],
  ["in text", "1795507200000", 1_795_507_200_000],
  ["as a Date", new Date(1_795_507_200_000), 1_795_507_200_000],
])("a page whose Date.now gives the time %s has events with whole milliseconds", (_what, value, expected) => {
  const now = vi.spyOn(Date, "now").mockReturnValue(value as number);
  const nowMs = platformOf().now();
  now.mockRestore();
  expect(nowMs).toBe(expected);
});

test.each([NaN, undefined, "today"])(
  "a page whose Date.now gives no time, such as %o, has that of the browser",
  (value) => {
    const now = vi.spyOn(Date, "now").mockReturnValue(value as number);
    const nowMs = platformOf().now();
    now.mockRestore();
    expect(Math.abs(nowMs - Date.now())).toBeLessThan(60_000);
  },
);

test("a page whose Math.random throws gets a number all the same", () => {
  const random = vi.spyOn(Math, "random").mockImplementation(throwPatched);
  const number = platformOf().random();
  random.mockRestore();
  expect(number).toBe(0.5);
});

test("a page whose performance.now throws has a clock all the same", () => {
  const now = vi.spyOn(performance, "now").mockImplementation(throwPatched);
  const { elapsed, page } = platformOf();
  expect([Number.isFinite(elapsed()), page().page_path]).toEqual([true, "/"]);
  now.mockRestore();
});

test("a page with a JSON of its own from before has a tracker that does nothing, and gets no exception", async () => {
  vi.resetModules();
  vi.stubGlobal("JSON", { encode: () => "", decode: () => ({}) });
  const { createTracker: createWithoutJson } = await import("../../../src/index.ts");
  const tracker = createWithoutJson({ endpoint: ENDPOINT, name: "no-json" });
  expect(() => tracker.track("page_view")).not.toThrow();
  expect(tracker.stats()).toEqual({ tracked: 0, waiting: 0, dropped: {} });
});

test("a tracker in a page brings an event to its endpoint", async () => {
  const tracker = createTracker({ endpoint: ENDPOINT });
  tracker.track("page_view");
  await tracker.flush();
  tracker.close();

  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ events: [{ event_name: "page_view", event_seq: 1 }] });
});

test("a page that patched crypto still gets ids, and an event id that is one", async () => {
  vi.resetModules();
  vi.doMock("nanoid", () => ({
    nanoid() {
      throw new TypeError("patched");
    },
  }));
  const { browserPlatform: platformOfPatched } = await import("../../../src/platform/browser.ts");
  const ids = Array.from({ length: 50 }, () => platformOfPatched()?.newId() ?? "");
  vi.doUnmock("nanoid");

  expect(new Set(ids).size).toBe(50);
  for (const id of ids) {
    expect(id).toMatch(/^[\w-]{15,64}$/);
    expect(mintEventId(0, 0, id)).toMatch(/^00000000-0000-7000-8000-[0-9a-f]{12}$/);
  }
});
