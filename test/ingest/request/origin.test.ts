/** Which pages may send events, and whose cookies count. */
import { describe, expect, test } from "vitest";
import { isFromOwnSite, judgeOrigin } from "../../../examples/ingest-lambda/src/request/origin.ts";
import { createTestIngest, buildEvent } from "../../support/test-ingest.ts";

const ALLOWED = ["https://example.com", "*.shop.example"];

describe("with a list", () => {
  test.each([
    ["https://example.com", "verified"],
    ["https://www.shop.example", "verified"],
    ["https://a.b.shop.example", "verified"],
    ["https://shop.example", "foreign"],
    ["https://evilshop.example", "foreign"],
    ["https://evil-example.com", "foreign"],
    ["https://example.com.evil.com", "foreign"],
    ["https://www.shop.example.evil.com", "foreign"],
    ["https://example.com:8443", "foreign"],
    ["https://www.shop.example:8443", "foreign"],
    ["http://example.com", "foreign"],
    ["http://www.shop.example", "foreign"],
    ["https://EXAMPLE.com", "foreign"],
    ["https://evil.com/.shop.example", "foreign"],
    ["https://evil.com?.shop.example", "foreign"],
    ["https://example.com,https://evil.com", "foreign"],
  ])("%s is %s", (origin, verdict) => {
    expect(judgeOrigin({ headers: { origin } }, { allowedOrigins: ALLOWED })).toBe(verdict);
  });

  describe.each([["null"], [""], [undefined]])("an origin of %j", (origin) => {
    test.each([
      ["cross-site", "foreign"],
      ["same-site", "unverified"],
      ["same-origin", "unverified"],
      ["none", "unverified"],
      [undefined, "unverified"],
    ])("is, for a page of Sec-Fetch-Site %s, %s", (site, verdict) => {
      const headers = { origin, "sec-fetch-site": site };
      expect(judgeOrigin({ headers }, { allowedOrigins: ALLOWED })).toBe(verdict);
      expect(judgeOrigin({ headers }, { allowedOrigins: ALLOWED, allowsOpaqueOrigins: true })).toBe("unverified");
    });
  });

  test("a page of another site that names its origin is foreign, whatever is allowed without", () => {
    const headers = { origin: "https://evil.com", "sec-fetch-site": "cross-site" };
    expect(judgeOrigin({ headers }, { allowedOrigins: ALLOWED, allowsOpaqueOrigins: true })).toBe("foreign");
  });
});

test.each(["https://anywhere.example", "null", undefined])(
  "without a list %s is allowed, and not verified",
  (origin) => {
    expect(judgeOrigin({ headers: { origin, "sec-fetch-site": "cross-site" } }, {})).toBe("unverified");
  },
);

test.each([
  ["same-origin", true],
  ["same-site", true],
  ["cross-site", false],
  ["none", false],
  [undefined, false],
])("a page is of our own site when Sec-Fetch-Site is %s: %s", (site, isOwn) => {
  expect(isFromOwnSite({ headers: site === undefined ? {} : { "sec-fetch-site": site } })).toBe(isOwn);
});

test("refuses the events of a foreign page and stores nothing", async () => {
  const ingest = createTestIngest({ allowedOrigins: ALLOWED });

  const reply = await ingest.send({ body: buildEvent(), headers: { origin: "https://evil.example" } });

  expect(reply).toMatchObject({ status: 403, body: { ok: false, code: "origin_not_allowed" } });
  expect(ingest.objects.size).toBe(0);
});

test("refuses the events of a foreign page's sandboxed frame, unless a setting allows it", async () => {
  const headers = { origin: "null", "sec-fetch-site": "cross-site" };
  const ingest = createTestIngest({ allowedOrigins: ALLOWED });
  const open = createTestIngest({ allowedOrigins: ALLOWED, allowsOpaqueOrigins: true });

  expect(await ingest.send({ body: buildEvent(), headers })).toMatchObject({ status: 403 });
  expect(await open.send({ body: buildEvent(), headers })).toMatchObject({ status: 200 });
  expect([ingest.objects.size, open.objects.size]).toEqual([0, 1]);
});

test("takes the events of a page that hides its origin, and says so in the file", async () => {
  const ingest = createTestIngest({ allowedOrigins: ALLOWED });

  await ingest.send({ body: buildEvent(), headers: { origin: "null" } });
  await ingest.send({ body: buildEvent(), headers: { origin: "https://example.com" } });

  expect(ingest.events().map((event) => event._ingest.origin_verified)).toEqual([false, true]);
});
