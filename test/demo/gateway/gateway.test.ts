/** The gateway over real HTTP: what API Gateway does, this does. */
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { startGateway } from "../../../examples/demo/gateway/gateway.ts";
import { startTestGateway } from "../../support/test-gateway.ts";

/** Sends bytes that `fetch` would not, and returns the first line of the answer. */
async function sendRaw(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return answer.toString().split("\r\n")[0] ?? "";
}

describe("routes", () => {
  test.each([
    ["GET", "/clickstream"],
    ["POST", "/"],
    ["POST", "/clickstream/"],
    ["PUT", "/clickstream"],
    ["POST", "/other?a=b"],
  ])("%s %s is 404", async (method, path) => {
    const { url } = await startTestGateway();

    const answer = await fetch(url + path, { method });

    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ message: "Not Found" });
  });

  test("POST /clickstream takes a query", async () => {
    const { url } = await startTestGateway();

    const answer = await fetch(`${url}/clickstream?source=newsletter`, { method: "POST", body: '{"event_name":"a"}' });

    expect(answer.status).toBe(200);
  });
});

describe("CORS", () => {
  const headers = { origin: "https://shop.example" };

  test("a preflight is answered without the function", async () => {
    const { url } = await startTestGateway({ handler: () => Promise.reject(new Error("called")) });

    const answer = await fetch(`${url}/clickstream`, { method: "OPTIONS", headers });

    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toBe("POST,OPTIONS");
    expect(await answer.text()).toBe("");
  });

  test("the function's own CORS headers give way to the gateway's", async () => {
    const own = { "access-control-allow-origin": "https://evil.example", "access-control-allow-credentials": "true" };
    const { post } = await startTestGateway({ handler: () => Promise.resolve({ statusCode: 200, headers: own }) });

    const answer = await post("{}", headers);

    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
  });
});

describe("limits", () => {
  test("a body of 10 MB reaches the function, and not a byte more", async () => {
    const { post } = await startTestGateway({ handler: ({ body }) => Promise.resolve(String(body?.length)) });
    const most = Buffer.alloc(10 * 1024 * 1024, "x");

    const answers = [
      await post(most, { "content-type": "text/plain" }),
      await post(Buffer.concat([most, Buffer.from("x")]), { "content-type": "text/plain" }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 413]);
    expect(await answers[0]?.text()).toBe(String(most.length));
  });

  test.each([
    [10_000, "HTTP/1.1 200 OK"],
    [10_300, "HTTP/1.1 431 Request Header Fields Too Large"],
  ])("headers of %i bytes are answered %s", async (length, line) => {
    const { url } = await startTestGateway();
    const head = `POST /clickstream HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: a=${"x".repeat(length)}`;

    expect(await sendRaw(url, `${head}\r\nContent-Length: 18\r\n\r\n{"event_name":"a"}`)).toBe(line);
  });
});

describe("a function", () => {
  test("that throws is 500, without its reason", async () => {
    const { post } = await startTestGateway({ handler: () => Promise.reject(new Error("secret")) });

    const answer = await post("{}");

    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('{"message":"Internal Server Error"}');
  });

  test("that throws before it gives a promise is 500 too", async () => {
    const { post } = await startTestGateway({
      handler() {
        throw new Error("secret");
      },
    });

    expect((await post("{}")).status).toBe(500);
  });

  test("that takes too long is 503", async () => {
    const { post } = await startTestGateway({ handler: () => new Promise(() => undefined), integrationTimeoutMs: 50 });

    const answer = await post("{}");

    expect(answer.status).toBe(503);
    expect(await answer.text()).toBe('{"message":"Service Unavailable"}');
  });

  test("that forgets its status is taken for a success", async () => {
    const { post } = await startTestGateway({ handler: () => Promise.resolve({ error: "x" }) });

    const answer = await post("{}");

    expect([answer.status, await answer.json()]).toEqual([200, { error: "x" }]);
  });
});

test("has 30 s for each request, as API Gateway", async () => {
  const remaining: number[] = [];
  const { post } = await startTestGateway({
    handler: (_event, context) => {
      remaining.push(context.getRemainingTimeInMillis());
      return Promise.resolve("x");
    },
  });

  await post("{}");

  expect(remaining[0]).toBeLessThanOrEqual(30_000);
  expect(remaining[0]).toBeGreaterThan(25_000);
});

test("a function has less time left the longer it takes", async () => {
  const { post } = await startTestGateway({
    async handler(_event, context) {
      const before = context.getRemainingTimeInMillis();
      await new Promise((resolve) => setTimeout(resolve, 60));
      return String(before - context.getRemainingTimeInMillis());
    },
  });

  expect(Number(await (await post("{}")).text())).toBeGreaterThanOrEqual(50);
});

test("logs how long the function took, and nothing where it was not called", async () => {
  const gateway = await startTestGateway({
    async handler() {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return "0123456789";
    },
  });

  await gateway.post("{}");
  await fetch(`${gateway.url}/other`);

  const [called, notCalled] = await gateway.accessLog();
  expect(called?.["integrationLatency"]).toBeGreaterThanOrEqual(50);
  expect(called?.["responseLength"]).toBe(10);
  expect(notCalled).toMatchObject({ integrationLatency: "-", responseLength: '{"message":"Not Found"}'.length });
});

test("logs a request without a user agent as one", async () => {
  const gateway = await startTestGateway();

  await sendRaw(gateway.url, "GET /other HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

  expect(await gateway.accessLog()).toMatchObject([{ userAgent: "-", status: 404 }]);
});

test("writes one line of JSON for each request, whatever came of it", async () => {
  const gateway = await startTestGateway();

  await gateway.post('{"event_name":"a"}', { "user-agent": 'x","status":"200' });
  await gateway.post("{");
  await fetch(`${gateway.url}/favicon.ico`);
  await fetch(`${gateway.url}/clickstream`, { method: "OPTIONS" });

  const log = await gateway.accessLog();
  expect(log.map(({ httpMethod, routeKey, status }) => [httpMethod, routeKey, status])).toEqual([
    ["POST", "POST /clickstream", 200],
    ["POST", "POST /clickstream", 400],
    ["GET", "-", 404],
    ["OPTIONS", "-", 204],
  ]);
  expect(log[0]).toEqual({
    level: "info",
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    ip: "127.0.0.1",
    requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/) as unknown,
    httpMethod: "POST",
    routeKey: "POST /clickstream",
    status: 200,
    protocol: "HTTP/1.1",
    responseLength: expect.any(Number) as unknown,
    integrationLatency: expect.any(Number) as unknown,
    userAgent: 'x","status":"200',
  });
});

test("says which port is taken", async () => {
  const { url } = await startTestGateway();
  const { port } = new URL(url);

  const second = startTestGateway({ port: Number(port) });

  await expect(second).rejects.toThrow(`Port ${port} is taken`);
});

test("answers at 127.0.0.1 only, not at the machine's other addresses", async () => {
  const { url } = await startTestGateway();

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/other`)).status).toBe(404);
  // On Linux all of 127.0.0.0/8 is this machine.
  await expect(fetch(url.replace("127.0.0.1", "127.0.0.2"), { signal: AbortSignal.timeout(5_000) })).rejects.toThrow();
});

test("lets its port go when it is closed", async () => {
  const options = { handler: () => Promise.resolve("x"), accessLog: "/dev/null" };
  const first = await startGateway({ port: 0, ...options });
  await fetch(`${first.url}/clickstream`, { method: "POST" });

  await first.close();
  const second = await startGateway({ port: Number(new URL(first.url).port), ...options });

  expect(second.url).toBe(first.url);
  await second.close();
});

test("closes while a browser keeps a connection at hand that it has not used yet", async () => {
  const gateway = await startGateway({ port: 0, handler: () => Promise.resolve("x"), accessLog: "/dev/null" });
  const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
  await once(socket, "connect");
  const closed = once(socket, "close");

  await gateway.close();

  await closed;
});
