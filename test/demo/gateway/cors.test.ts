/** The CORS headers of the local gateway. */
import { describe, expect, test } from "vitest";
import {
  buildCorsHeaders,
  buildPreflightHeaders,
  OPEN_CORS,
  withoutCorsHeaders,
} from "../../../examples/demo/gateway/cors.ts";

const SHOP = "https://shop.example";
const NAMED = { ...OPEN_CORS, allowOrigins: [SHOP] };

describe("an answer", () => {
  test("can be read by every page when every origin is welcome", () => {
    expect(buildCorsHeaders(OPEN_CORS, SHOP)).toEqual({
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "Retry-After,Date,Clickstream-Ack",
    });
  });

  test("can be read by the pages of a named origin, and caches keep it apart", () => {
    expect(buildCorsHeaders(NAMED, SHOP)).toEqual({
      "access-control-allow-origin": SHOP,
      "access-control-expose-headers": "Retry-After,Date,Clickstream-Ack",
      vary: "Origin",
    });
  });

  test.each([["https://evil.example"], ["https://shop.example.evil.example"], ["null"], [undefined]])(
    "cannot be read by %s when it is not named",
    (origin) => {
      expect(buildCorsHeaders(NAMED, origin)).toEqual({});
    },
  );
});

test("an answer can be read by each page of a scheme that is named, as by the patterns of an HTTP API", () => {
  const rules = { ...OPEN_CORS, allowOrigins: ["https://*"] };

  expect(buildCorsHeaders(rules, SHOP)).toMatchObject({ "access-control-allow-origin": SHOP, vary: "Origin" });
  expect(buildCorsHeaders(rules, "http://shop.example")).toEqual({});
  expect(
    buildCorsHeaders({ ...OPEN_CORS, allowOrigins: ["https://*.shop.example"] }, "https://www.shop.example"),
  ).toEqual({});
});

describe("an answer to a request with cookies", () => {
  test("can be read by a named origin where cookies are allowed", () => {
    expect(buildCorsHeaders({ ...NAMED, allowCredentials: true }, SHOP)).toMatchObject({
      "access-control-allow-credentials": "true",
    });
    expect(buildCorsHeaders({ ...NAMED, allowCredentials: false }, SHOP)).not.toHaveProperty(
      "access-control-allow-credentials",
    );
  });

  test("cannot be read by every origin, since browsers refuse `*` then", () => {
    expect(buildCorsHeaders({ ...OPEN_CORS, allowCredentials: true }, SHOP)).toEqual(buildCorsHeaders(OPEN_CORS, SHOP));
  });
});

describe("a preflight", () => {
  test("is answered with what may be sent, and for how long that may be cached", () => {
    expect(buildPreflightHeaders(NAMED, SHOP)).toEqual({
      "access-control-allow-origin": SHOP,
      "access-control-expose-headers": "Retry-After,Date,Clickstream-Ack",
      vary: "Origin",
      "access-control-allow-methods": "POST,OPTIONS",
      "access-control-allow-headers": "content-type,authorization,x-api-key,x-client-id,x-session-id",
      "access-control-max-age": "7200",
    });
  });

  test("of another origin is answered without CORS headers", () => {
    expect(buildPreflightHeaders(NAMED, "https://evil.example")).toEqual({});
  });
});

test("the CORS headers of the function are left out, in any case", () => {
  const headers = { "Access-Control-Allow-Origin": "https://evil.example", "content-type": "text/plain" };

  expect(withoutCorsHeaders(headers)).toEqual({ "content-type": "text/plain" });
});
