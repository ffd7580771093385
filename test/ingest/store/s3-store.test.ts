/** What S3's answers mean for an object, and where its bucket is. */
import { describe, expect, test } from "vitest";
import type { AwsRequest } from "../../../examples/ingest-lambda/src/store/aws-request.ts";
import { buildBucketUrl, createS3Store, judgeS3Answer } from "../../../examples/ingest-lambda/src/store/s3-store.ts";

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
  ["RequestTimeout", 400, { kind: "retry", code: "RequestTimeout" }],
  ["RequestTimeTooSkewed", 403, { kind: "retry", code: "RequestTimeTooSkewed" }],
  ["ExpiredToken", 400, { kind: "retry", code: "ExpiredToken" }],
  ["AccessDenied", 403, { kind: "misconfigured", code: "AccessDenied" }],
  ["NoSuchBucket", 404, { kind: "misconfigured", code: "NoSuchBucket" }],
  ["PermanentRedirect", 301, { kind: "misconfigured", code: "PermanentRedirect" }],
  ["InvalidRequest", 400, { kind: "misconfigured", code: "InvalidRequest" }],
])("the answer %s (%i) has its meaning", (code, status, outcome) => {
  expect(judgeS3Answer({ kind: "answered", status, body: errorBody(code) })).toEqual(outcome);
});

test.each([200, 204, 299])("an answer %i means stored, whatever its body says", (status) => {
  expect(judgeS3Answer({ kind: "answered", status, body: errorBody("InternalError") })).toEqual({ kind: "stored" });
});

test.each([199, 300])("an answer %i does not mean stored", (status) => {
  expect(judgeS3Answer({ kind: "answered", status, body: "" })).toEqual({
    kind: "misconfigured",
    code: `http_${String(status)}`,
  });
});

test.each([
  ["no body", ""],
  ["a page of a proxy", "<html>secret</html>"],
  ["a code that is none", errorBody("a b\n{}")],
])("an error with %s is named by its status", (_name, body) => {
  expect(judgeS3Answer({ kind: "answered", status: 502, body })).toEqual({ kind: "retry", code: "http_502" });
});

test("no answer means a retry, since the object may be stored or not", () => {
  expect(judgeS3Answer({ kind: "unanswered", code: "TimeoutError" })).toEqual({ kind: "retry", code: "TimeoutError" });
});

describe("the bucket is at", () => {
  test.each([
    ["a host of its own", "shop", "ap-southeast-1", undefined, "https://shop.s3.ap-southeast-1.amazonaws.com"],
    ["a path, when its name has dots", "a.b", "eu-west-1", undefined, "https://s3.eu-west-1.amazonaws.com/a.b"],
    ["another domain in China", "shop", "cn-north-1", undefined, "https://shop.s3.cn-north-1.amazonaws.com.cn"],
    ["a path of another server", "shop", "us-east-1", "http://127.0.0.1:9000/", "http://127.0.0.1:9000/shop"],
    [
      "a path of another server without a slash",
      "a.b",
      "us-east-1",
      "http://127.0.0.1:9000",
      "http://127.0.0.1:9000/a.b",
    ],
  ])("%s", (_name, bucket, region, endpoint, url) => {
    expect(buildBucketUrl(bucket, region, endpoint)).toBe(url);
  });
});

test("S3 object abuse: a put only asks to create an object, which needs no right beyond s3:PutObject", async () => {
  const asked: AwsRequest[] = [];
  const timeouts: number[] = [];
  const store = createS3Store((request, timeoutMs) => {
    asked.push(request);
    timeouts.push(timeoutMs);
    return Promise.resolve({ kind: "answered", status: 200, body: "" });
  }, "https://shop.s3.eu-west-1.amazonaws.com");

  const outcome = await store.put("events/2026/11/24/event-1.json", "{}", 1_000);
  await store.put("events/2026/11/24/batch-1.ndjson.gz", "{}\n", 2_000);

  expect(outcome).toEqual({ kind: "stored" });
  expect(asked.map(({ body }) => body)).toEqual(["{}", "{}\n"]);
  expect(timeouts).toEqual([1_000, 2_000]);

  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PUT https://shop.s3.eu-west-1.amazonaws.com/events/2026/11/24/event-1.json",
    "PUT https://shop.s3.eu-west-1.amazonaws.com/events/2026/11/24/batch-1.ndjson.gz",
  ]);
  expect(asked.map(({ headers }) => headers)).toEqual([
    { "content-type": "application/json", "if-none-match": "*" },
    { "content-type": "application/gzip", "if-none-match": "*" },
  ]);
});
