/** Decides by the name of an AWS error whether another attempt may succeed. Pure. */

/** `busy`: later, and with less load. `retry`: later. `misconfigured`: once an operator has fixed something. */
export type AwsVerdict = "busy" | "retry" | "misconfigured";

/**
 * The service asks for fewer requests. S3 passes on the throttling of KMS with status 400.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const BUSY = new Set([
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "KMS.ThrottlingException",
  "TooManyRequestsException",
]);

/** The request came too late, by a clock that is off, or damaged; or the service failed. Another one may succeed. */
const TRANSIENT = new Set([
  "BadDigest",
  "ConditionalRequestConflict",
  "IncompleteBody",
  "InternalError",
  "InternalFailure",
  "OperationAborted",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
  "RequestTimeout",
  "RequestTimeoutException",
  "TemporaryRedirect",
  "XAmzContentSHA256Mismatch",
  // The keys of one instance of the function are too old. Lambda gives new ones to the next instance.
  "ExpiredToken",
  "ExpiredTokenException",
  "TokenRefreshRequired",
]);

/** Statuses that say "later" whatever the name is. */
const BUSY_STATUSES = new Set([429, 503]);
const TRANSIENT_STATUSES = new Set([408, 409, 425]);

export function judgeAwsError(status: number, code: string): AwsVerdict {
  if (BUSY.has(code)) return "busy";
  if (TRANSIENT.has(code)) return "retry";
  if (BUSY_STATUSES.has(status)) return "busy";
  return TRANSIENT_STATUSES.has(status) || status >= 500 ? "retry" : "misconfigured";
}

/** The signature was refused. Where the clock is the reason, a signature by the right time is accepted. */
const CLOCK_ERRORS = new Set([
  "InvalidSignatureException",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);

/** S3 accepts 15 minutes, other services five. The AWS SDKs correct their clock from four minutes on. */
const MAX_SKEW_MS = 240_000;

/** Returns how much must be added to the clock, by the answer's header `Date`. `undefined`: the clock is not the reason. */
export function findClockSkewMs(code: string, date: string | undefined, clockMs: number): number | undefined {
  if (!CLOCK_ERRORS.has(code)) return undefined;
  const skewMs = Date.parse(date ?? "") - clockMs;
  return Math.abs(skewMs) >= MAX_SKEW_MS ? skewMs : undefined;
}

/**
 * Returns the name of the error: `<Code>` in the XML of S3, `__type` in the JSON of other services, where
 * `com.amazonaws.firehose#ResourceNotFoundException` and the short form mean the same. Other bodies, such as the page of
 * a proxy, are named by the status.
 */
export function readErrorCode(status: number, body: string): string {
  const name =
    /<Code>([\w.]{1,64})<\/Code>/.exec(body)?.[1] ?? /"__type"\s*:\s*"(?:[\w.]+#)?([\w.]{1,64})"/.exec(body)?.[1];
  return name ?? `http_${String(status)}`;
}
