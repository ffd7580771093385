/** What the names of AWS errors mean, how they are read, and when our clock is the reason. */
import { expect, test } from "vitest";
import { findClockSkewMs, judgeAwsError, readErrorCode } from "../../../examples/ingest-lambda/src/store/aws-error.ts";

test.each([
  ["SlowDown", 503, "busy"],
  ["SlowDown", 400, "busy"],
  ["ServiceUnavailable", 503, "busy"],
  ["ServiceUnavailableException", 500, "busy"],
  ["ThrottlingException", 400, "busy"],
  ["KMS.ThrottlingException", 400, "busy"],
  ["http_429", 429, "busy"],
  ["http_503", 503, "busy"],
  ["RequestTimeout", 400, "retry"],
  ["RequestTimeTooSkewed", 403, "retry"],
  ["InternalError", 500, "retry"],
  ["InternalError", 200, "retry"],
  ["OperationAborted", 409, "retry"],
  ["ConditionalRequestConflict", 409, "retry"],
  ["IncompleteBody", 400, "retry"],
  ["BadDigest", 400, "retry"],
  ["TemporaryRedirect", 307, "retry"],
  ["ExpiredToken", 400, "retry"],
  ["ExpiredTokenException", 403, "retry"],
  ["http_408", 408, "retry"],
  ["http_409", 409, "retry"],
  ["http_500", 500, "retry"],
  ["http_504", 504, "retry"],
  ["AccessDenied", 403, "misconfigured"],
  ["InvalidAccessKeyId", 403, "misconfigured"],
  ["SignatureDoesNotMatch", 403, "misconfigured"],
  ["NoSuchBucket", 404, "misconfigured"],
  ["PermanentRedirect", 301, "misconfigured"],
  ["AuthorizationHeaderMalformed", 400, "misconfigured"],
  ["KMS.DisabledException", 400, "misconfigured"],
  ["http_499", 499, "misconfigured"],
  ["http_300", 300, "misconfigured"],
] as const)("%s (%i) means %s", (code, status, verdict) => {
  expect(judgeAwsError(status, code)).toBe(verdict);
});

test.each([
  ["<Error><Code>KMS.DisabledException</Code><Message>m</Message></Error>", "KMS.DisabledException"],
  ['{"__type":"com.amazonaws.firehose#ResourceNotFoundException","message":"m"}', "ResourceNotFoundException"],
  ['{ "__type" : "ThrottlingException" }', "ThrottlingException"],
  ["", "http_502"],
  ["<html>secret</html>", "http_502"],
  ["<Code>a b</Code>", "http_502"],
  [`<Code>${"x".repeat(65)}</Code>`, "http_502"],
])("the error %s is called %s", (body, code) => {
  expect(readErrorCode(502, body)).toBe(code);
});

const NOW_MS = Date.parse("2026-11-24T08:00:00.000Z");

test.each([
  ["an hour behind", "RequestTimeTooSkewed", "Tue, 24 Nov 2026 09:00:00 GMT", 3_600_000],
  ["an hour ahead", "InvalidSignatureException", "Tue, 24 Nov 2026 07:00:00 GMT", -3_600_000],
  ["four minutes off", "SignatureDoesNotMatch", "Tue, 24 Nov 2026 08:04:00 GMT", 240_000],
  ["less than four minutes off", "SignatureDoesNotMatch", "Tue, 24 Nov 2026 08:03:59 GMT", undefined],
  ["an hour off, for another error", "AccessDenied", "Tue, 24 Nov 2026 09:00:00 GMT", undefined],
  ["not to be compared", "RequestTimeTooSkewed", undefined, undefined],
  ["not to be compared with no date", "RequestTimeTooSkewed", "soon", undefined],
])("our clock is %s", (_name, code, date, skewMs) => {
  expect(findClockSkewMs(code, date, NOW_MS)).toBe(skewMs);
});
