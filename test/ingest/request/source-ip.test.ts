/** Proves whose address is stored: the visitor's, and never one that the visitor chose. */
import { expect, test } from "vitest";
import { readRequestFacts } from "../../../examples/ingest-lambda/src/request/request-facts.ts";
import type { HttpEvent } from "../../../examples/ingest-lambda/src/request/http-event.ts";
import { buildHttpEvent } from "../../support/test-ingest.ts";

const GATEWAY_SAW = "203.0.113.7";
const VISITOR = "198.51.100.9";

function readSourceIp(viewerAddress: string, authorizer: HttpEvent["requestContext"]["authorizer"]): string {
  const request = buildHttpEvent({ body: {}, headers: { "clickstream-viewer-address": viewerAddress } });
  const event: HttpEvent = {
    ...request,
    requestContext: { ...request.requestContext, ...(authorizer === undefined ? {} : { authorizer }) },
  };
  return readRequestFacts(event, { origin: "unverified", token: undefined, receivedAtMs: 0 }).sourceIp;
}

test.each([VISITOR, "2001:db8::7"])(
  "is %s, as CloudFront says, where the request has CloudFront's secret",
  (address) => {
    expect(readSourceIp(address, { lambda: { via: "cloudfront" } })).toBe(address);
  },
);

test.each([
  ["no authorizer", undefined],
  ["an authorizer that asks for a key only", { lambda: { via: "gateway" } }],
  ["an authorizer that says nothing", { lambda: null }],
  ["a token's claims that say so", { jwt: { claims: { via: "cloudfront" }, scopes: [] } }],
])("is what the gateway saw, with %s", (_what, authorizer) => {
  expect(readSourceIp(VISITOR, authorizer)).toBe(GATEWAY_SAW);
});

test.each(["", "unknown", "198.51.100.9, 10.0.0.1", "198.51.100.9:443"])(
  "is never %j, which is no address",
  (address) => {
    expect(readSourceIp(address, { lambda: { via: "cloudfront" } })).toBe(GATEWAY_SAW);
  },
);
