/** Which pages may send events, and whose cookies count. */
import { describe, expect, test } from "vitest";
import { isFromOwnSite, judgeOrigin, parseAllowedOrigins } from "../../../examples/ingest-lambda/src/request/origin.ts";
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
    ["null", "unverified"],
    [undefined, "unverified"],
  ])("%s is %s", (origin, verdict) => {
    expect(judgeOrigin(origin, ALLOWED)).toBe(verdict);
  });
});

test("without a list every origin is allowed, and none is verified", () => {
  expect(judgeOrigin("https://anywhere.example", undefined)).toBe("unverified");
});

test.each([
  [undefined, undefined],
  ["", undefined],
  [" , ", undefined],
  ["https://A.example, *.b.example ,", ["https://a.example", "*.b.example"]],
])("reads the list %j", (list, origins) => {
  expect(parseAllowedOrigins(list)).toEqual(origins);
});

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

test("takes the events of a page that hides its origin, and says so in the file", async () => {
  const ingest = createTestIngest({ allowedOrigins: ALLOWED });

  await ingest.send({ body: buildEvent(), headers: { origin: "null" } });
  await ingest.send({ body: buildEvent(), headers: { origin: "https://example.com" } });

  expect(ingest.events().map((event) => event._ingest.origin_verified)).toEqual([false, true]);
});
