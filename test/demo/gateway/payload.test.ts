/** What the function receives: an HTTP API's event in payload format 2.0. */
import { describe, expect, test } from "vitest";
import { buildPayload, type HttpRequest } from "../../../examples/demo/gateway/payload.ts";

const REQUEST: HttpRequest = {
  id: "request-1",
  receivedAtMs: Date.parse("2026-11-24T08:12:16.345Z"),
  method: "POST",
  url: "/clickstream",
  rawHeaders: ["Host", "api.example:8787", "Content-Type", "application/json", "User-Agent", "Test/1.0"],
  body: Buffer.from('{"ä":1}'),
  ip: "127.0.0.1",
  protocol: "HTTP/1.1",
};

const build = (change: Partial<HttpRequest>): ReturnType<typeof buildPayload> =>
  buildPayload({ ...REQUEST, ...change }, "POST /clickstream");

const withType = (type: string | undefined): Partial<HttpRequest> => ({
  rawHeaders: type === undefined ? [] : ["Content-Type", type],
});

test("describes the request and where it came in", () => {
  expect(build({})).toEqual({
    version: "2.0",
    routeKey: "POST /clickstream",
    rawPath: "/clickstream",
    rawQueryString: "",
    headers: { host: "api.example:8787", "content-type": "application/json", "user-agent": "Test/1.0" },
    requestContext: {
      accountId: "anonymous",
      apiId: "local",
      domainName: "api.example:8787",
      domainPrefix: "api",
      http: {
        method: "POST",
        path: "/clickstream",
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "Test/1.0",
      },
      requestId: "request-1",
      routeKey: "POST /clickstream",
      stage: "$default",
      time: "24/Nov/2026:08:12:16 +0000",
      timeEpoch: 1795507936345,
    },
    body: '{"ä":1}',
    isBase64Encoded: false,
  });
});

test("has empty texts where there is no host and no user agent", () => {
  expect(build({ rawHeaders: [] }).requestContext).toMatchObject({
    domainName: "",
    domainPrefix: "",
    http: { userAgent: "" },
  });
});

test("lower-cases headers and joins those that came twice", () => {
  const { headers } = build({ rawHeaders: ["X-Client-Id", "a", "x-CLIENT-id", "b", "Accept", "*/*"] });

  expect(headers).toEqual({ "x-client-id": "a,b", accept: "*/*" });
});

test("hands cookies over one by one, and not as a header", () => {
  const { headers, cookies } = build({ rawHeaders: ["Cookie", "a=1; b=2", "cookie", "c=3;"] });

  expect(cookies).toEqual(["a=1", "b=2", "c=3"]);
  expect(headers).toEqual({});
});

test("keeps the query as it was sent, and also reads it", () => {
  const payload = build({ url: "/clickstream?a=1&a=2&b=%C3%A4+x?" });

  expect(payload.rawPath).toBe("/clickstream");
  expect(payload.rawQueryString).toBe("a=1&a=2&b=%C3%A4+x?");
  expect(payload.queryStringParameters).toEqual({ a: "1,2", b: "ä x?" });
});

describe("hands the body over as text", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/xml",
    "application/javascript",
    "text/plain;charset=UTF-8",
    "text/csv",
  ])("for %s", (type) => {
    expect(build(withType(type))).toMatchObject({ body: '{"ä":1}', isBase64Encoded: false });
  });
});

describe("hands the body over in base64", () => {
  test.each([
    undefined,
    "",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "application/vnd.api+json",
    "application/jsonp",
    "image/png",
    "garbage",
  ])("for %s", (type) => {
    const { body = "", isBase64Encoded } = build(withType(type));

    expect(isBase64Encoded).toBe(true);
    expect(Buffer.from(body, "base64").toString()).toBe('{"ä":1}');
  });
});

test("leaves out a body that is not there", () => {
  expect(build({ body: undefined })).not.toHaveProperty("body");
  expect(build({ body: Buffer.alloc(0) })).toMatchObject({ isBase64Encoded: false });
});
