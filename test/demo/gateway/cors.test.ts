/** What pages of other origins are told. */
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
      "access-control-expose-headers": "Retry-After,Date",
    });
  });

  test("can be read by the pages of a named origin, and caches keep it apart", () => {
    expect(buildCorsHeaders(NAMED, SHOP)).toEqual({
      "access-control-allow-origin": SHOP,
      "access-control-expose-headers": "Retry-After,Date",
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

describe("a preflight", () => {
  test("is told what may be sent, and for how long that holds", () => {
    expect(buildPreflightHeaders(NAMED, SHOP)).toMatchObject({
      "access-control-allow-origin": SHOP,
      "access-control-allow-methods": "POST,OPTIONS",
      "access-control-allow-headers": "content-type,authorization,x-api-key,x-client-id,x-session-id",
      "access-control-max-age": "7200",
    });
  });

  test("of a foreign page is told nothing", () => {
    expect(buildPreflightHeaders(NAMED, "https://evil.example")).toEqual({});
  });
});

test("what the function says of CORS counts for nothing", () => {
  const headers = { "Access-Control-Allow-Origin": "https://evil.example", "content-type": "text/plain" };

  expect(withoutCorsHeaders(headers)).toEqual({ "content-type": "text/plain" });
});
