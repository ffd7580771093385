/** What S3's answers mean for an event. */
import { S3ServiceException } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { judgeFailure } from "../../examples/ingest-lambda/src/s3-store.ts";

test.each([
  ["PreconditionFailed", 412, { kind: "duplicate" }],
  ["ConditionalRequestConflict", 409, { kind: "retry", code: "ConditionalRequestConflict" }],
  ["SlowDown", 503, { kind: "retry", code: "SlowDown" }],
  ["InternalError", 500, { kind: "retry", code: "InternalError" }],
  ["RequestTimeout", 408, { kind: "retry", code: "RequestTimeout" }],
  ["TooManyRequestsException", 429, { kind: "retry", code: "TooManyRequestsException" }],
  ["AccessDenied", 403, { kind: "misconfigured", code: "AccessDenied" }],
  ["NoSuchBucket", 404, { kind: "misconfigured", code: "NoSuchBucket" }],
  ["PermanentRedirect", 301, { kind: "misconfigured", code: "PermanentRedirect" }],
  ["InvalidRequest", 400, { kind: "misconfigured", code: "InvalidRequest" }],
])("%s (%i)", (name, httpStatusCode, outcome) => {
  expect(judgeFailure(new S3ServiceException({ name, $fault: "client", $metadata: { httpStatusCode } }))).toEqual(
    outcome,
  );
});

test.each([
  ["a time-out", new DOMException("too slow", "TimeoutError"), { kind: "retry", code: "TimeoutError" }],
  [
    "a network failure",
    Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    { kind: "retry", code: "Error" },
  ],
  ["no error at all", "boom", { kind: "retry", code: "string" }],
  [
    "no credentials",
    Object.assign(new Error("none"), { name: "CredentialsProviderError" }),
    { kind: "misconfigured", code: "CredentialsProviderError" },
  ],
])("%s", (_name, error, outcome) => {
  expect(judgeFailure(error)).toEqual(outcome);
});
