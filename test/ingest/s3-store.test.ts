/** What S3's answers mean for an object, and where its bucket is. */
import { describe, expect, test } from "vitest";
import type { AwsRequest } from "../../examples/ingest-lambda/src/store/aws-request.ts";
import { buildBucketUrl, createS3Store, judgeS3Answer } from "../../examples/ingest-lambda/src/store/s3-store.ts";

const errorBody = (code: string): string =>
  `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>m</Message></Error>`;

test.each([
  ["PreconditionFailed", 412, { kind: "duplicate" }],
  ["ConditionalRequestConflict", 409, { kind: "retry", code: "ConditionalRequestConflict" }],
  ["SlowDown", 503, { kind: "busy", code: "SlowDown" }],
  ["ServiceUnavailable", 503, { kind: "busy", code: "ServiceUnavailable" }],
  ["TooManyRequestsException", 429, { kind: "busy", code: "TooManyRequestsException" }],
  ["InternalError", 500, { kind: "retry", code: "InternalError" }],
  ["RequestTimeout", 408, { kind: "retry", code: "RequestTimeout" }],
  ["AccessDenied", 403, { kind: "misconfigured", code: "AccessDenied" }],
  ["NoSuchBucket", 404, { kind: "misconfigured", code: "NoSuchBucket" }],
  ["PermanentRedirect", 301, { kind: "misconfigured", code: "PermanentRedirect" }],
  ["InvalidRequest", 400, { kind: "misconfigured", code: "InvalidRequest" }],
])("%s (%i)", (code, status, outcome) => {
  expect(judgeS3Answer({ kind: "answered", status, body: errorBody(code) })).toEqual(outcome);
});

test.each([
  ["no body", ""],
  ["a page of a proxy", "<html>secret</html>"],
  ["a code that is none", errorBody("a b\n{}")],
])("is named by its status when it comes with %s", (_name, body) => {
  expect(judgeS3Answer({ kind: "answered", status: 502, body })).toEqual({ kind: "retry", code: "http_502" });
});

test("that never came may have stored", () => {
  expect(judgeS3Answer({ kind: "unanswered", code: "TimeoutError" })).toEqual({ kind: "retry", code: "TimeoutError" });
});

describe("the bucket is at", () => {
  test.each([
    ["a host of its own", "shop", "ap-southeast-1", undefined, "https://shop.s3.ap-southeast-1.amazonaws.com"],
    ["a path, when its name has dots", "a.b", "eu-west-1", undefined, "https://s3.eu-west-1.amazonaws.com/a.b"],
    ["another domain in China", "shop", "cn-north-1", undefined, "https://shop.s3.cn-north-1.amazonaws.com.cn"],
    ["a server of one's own", "shop", "us-east-1", "http://127.0.0.1:9000/", "http://127.0.0.1:9000/shop"],
  ])("%s", (_name, bucket, region, endpoint, url) => {
    expect(buildBucketUrl(bucket, region, endpoint)).toBe(url);
  });
});

test("S3 object abuse: a put asks for nothing but to create, which needs no right beyond s3:PutObject", async () => {
  const asked: AwsRequest[] = [];
  const store = createS3Store((request) => {
    asked.push(request);
    return Promise.resolve({ kind: "answered", status: 200, body: "" });
  }, "https://shop.s3.eu-west-1.amazonaws.com");

  await store.put("events/2026/11/24/event-1.json", "{}", 1_000);
  await store.put("events/2026/11/24/batch-1.ndjson", "{}\n", 1_000);

  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PUT https://shop.s3.eu-west-1.amazonaws.com/events/2026/11/24/event-1.json",
    "PUT https://shop.s3.eu-west-1.amazonaws.com/events/2026/11/24/batch-1.ndjson",
  ]);
  expect(asked.map(({ headers }) => headers)).toEqual([
    { "content-type": "application/json", "if-none-match": "*" },
    { "content-type": "application/x-ndjson", "if-none-match": "*" },
  ]);
});
