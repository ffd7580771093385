/** What Firehose's answers mean for each record, as its API documents them. */
import { expect, test } from "vitest";
import type { AwsAnswer } from "../../../examples/ingest-lambda/src/store/aws-request.ts";
import { judgeFirehoseAnswer } from "../../../examples/ingest-lambda/src/store/firehose-answer.ts";

const ok = (...RequestResponses: readonly object[]): AwsAnswer => ({
  kind: "answered",
  status: 200,
  body: JSON.stringify({ RequestResponses }),
});
const refusal = (type: string, status = 400): AwsAnswer => ({
  kind: "answered",
  status,
  body: JSON.stringify({ __type: type, message: "m" }),
});

test.each<readonly [string, AwsAnswer, object]>([
  ["that never came", { kind: "unanswered", code: "TimeoutError" }, { kind: "retry", code: "TimeoutError" }],
  [
    "of too much load",
    refusal("ServiceUnavailableException", 503),
    { kind: "busy", code: "ServiceUnavailableException" },
  ],
  ["of a throttle", refusal("ThrottlingException"), { kind: "busy", code: "ThrottlingException" }],
  ["of an exceeded limit", refusal("LimitExceededException"), { kind: "busy", code: "LimitExceededException" }],
  ["429, whatever its type", refusal("Other", 429), { kind: "busy", code: "Other" }],
  ["of an internal fault", refusal("InternalFailure", 500), { kind: "retry", code: "InternalFailure" }],
  [
    "of a role without the right",
    refusal("com.amazonaws.firehose#AccessDeniedException"),
    { kind: "misconfigured", code: "AccessDeniedException" },
  ],
  [
    "499 of an unknown type",
    { kind: "answered", status: 499, body: "{}" },
    { kind: "misconfigured", code: "http_499" },
  ],
  ["of an expired token", refusal("ExpiredTokenException", 403), { kind: "retry", code: "ExpiredTokenException" }],
  ["of a clock that is off", refusal("RequestExpired"), { kind: "retry", code: "RequestExpired" }],
  ["that is no JSON", { kind: "answered", status: 502, body: "<html>" }, { kind: "retry", code: "http_502" }],
  ["that is no object", { kind: "answered", status: 200, body: "[]" }, { kind: "retry", code: "no_outcome" }],
  ["without an outcome for any record", ok(), { kind: "retry", code: "no_outcome" }],
])("an answer %s holds for every record", (_name, answer, outcome) => {
  expect(judgeFirehoseAnswer(answer, 2)).toEqual([outcome, outcome]);
});

test("each record of a call that succeeded has its own outcome", () => {
  const answer = ok(
    { RecordId: "1" },
    { ErrorCode: "InternalFailure" },
    { RecordId: "2", ErrorCode: "" },
    { ErrorCode: "ServiceUnavailableException" },
    { RecordId: "3", ErrorCode: "InternalFailure" },
  );

  expect(judgeFirehoseAnswer(answer, 6)).toEqual([
    { kind: "stored" },
    { kind: "retry", code: "InternalFailure" },
    { kind: "stored" },
    { kind: "busy", code: "ServiceUnavailableException" },
    { kind: "retry", code: "InternalFailure" },
    { kind: "retry", code: "no_outcome" },
  ]);
});
