/** Firehose, by answers as its API documents them: what failed is sent again, alone, and nothing beyond the time. */
import { describe, expect, test } from "vitest";
import type { AwsAnswer, AwsRequest } from "../../examples/ingest-lambda/src/store/aws-request.ts";
import {
  buildFirehoseUrl,
  createFirehoseStore,
  packRecords,
} from "../../examples/ingest-lambda/src/store/firehose-store.ts";
import { judgeFirehoseAnswer } from "../../examples/ingest-lambda/src/store/firehose-answer.ts";
import type { EventRecord } from "../../examples/ingest-lambda/src/event/record.ts";

const STORED = { RecordId: "1" };
const FAILED = { ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." };

const ok = (...RequestResponses: readonly object[]): AwsAnswer => ({
  kind: "answered",
  status: 200,
  body: JSON.stringify({
    FailedPutCount: RequestResponses.filter((one) => "ErrorCode" in one).length,
    RequestResponses,
  }),
});
const refusal = (type: string, status = 400): AwsAnswer => ({
  kind: "answered",
  status,
  body: JSON.stringify({ __type: type, message: "m" }),
});

/** An event so large that it fills a record of its own. */
const record = (at: number, body = "x".repeat(600 * 1024)): EventRecord => ({
  eventId: `e${String(at)}`,
  key: `events/2026/11/24/event-${String(at)}.json`,
  keyDependsOn: "event",
  body,
});

interface Call {
  readonly request: AwsRequest;
  /** The first letters of each record. */
  readonly sizes: readonly number[];
}

function createScripted(answers: readonly AwsAnswer[]): {
  readonly calls: Call[];
  readonly store: ReturnType<typeof createFirehoseStore>;
} {
  const calls: Call[] = [];
  const store = createFirehoseStore({
    url: "https://firehose.example/",
    streamName: "stream",
    send(request) {
      const { Records } = JSON.parse(request.body) as { Records: { Data: string }[] };
      calls.push({ request, sizes: Records.map(({ Data }) => Buffer.from(Data, "base64").length) });
      return Promise.resolve(answers[calls.length - 1] ?? ok());
    },
  });
  return { calls, store };
}

const always = (): number => 5_000;

test("sends only the records again that failed", async () => {
  const { calls, store } = createScripted([ok(STORED, FAILED, STORED), ok(STORED)]);

  const outcomes = await store.keep([record(1), record(2, "y".repeat(700 * 1024)), record(3)], always);

  expect(calls.map(({ sizes }) => sizes)).toEqual([[614_401, 716_801, 614_401], [716_801]]);
  expect([...outcomes.values()]).toEqual(Array(3).fill({ kind: "stored" }));
});

test("leaves to the page what fails three times, and names the events of those records only", async () => {
  const { calls, store } = createScripted([ok(STORED, FAILED), ok(FAILED), ok(FAILED)]);

  const outcomes = await store.keep([record(1), record(2)], always);

  expect(calls).toHaveLength(3);
  expect(outcomes.get("e1")).toEqual({ kind: "stored" });
  expect(outcomes.get("e2")).toEqual({ kind: "busy", code: "ServiceUnavailableException" });
});

test("asks no second time where an operator has to mend something", async () => {
  const { calls, store } = createScripted([refusal("com.amazonaws.firehose#ResourceNotFoundException")]);

  const outcomes = await store.keep([record(1)], always);

  expect(calls).toHaveLength(1);
  expect(outcomes.get("e1")).toEqual({ kind: "misconfigured", code: "ResourceNotFoundException" });
});

test("begins no call that time is short for, and keeps what is stored", async () => {
  const { calls, store } = createScripted([ok(STORED, FAILED)]);

  const outcomes = await store.keep([record(1), record(2)], () => (calls.length === 0 ? 1_000 : 100));

  expect(calls).toHaveLength(1);
  expect([outcomes.get("e1")?.kind, outcomes.get("e2")?.kind]).toEqual(["stored", "busy"]);
});

test("stays within Firehose's limits: 1,000 KiB a record, 4 MiB a call", async () => {
  const { calls, store } = createScripted([]);

  await store.keep(
    Array.from({ length: 12 }, (_, at) => record(at)),
    () => (calls.length < 3 ? 1_000 : 0),
  );

  for (const { sizes } of calls) {
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000 * 1024);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4 * 1024 * 1024);
  }
  expect(calls.length).toBeGreaterThan(2);
});

test("puts the events of a batch into one record, which is billed once", () => {
  const events = Array.from({ length: 20 }, (_, at) => record(at, `{"n":${String(at)}}`));

  const records = packRecords(events);

  expect(records).toHaveLength(1);
  expect(records[0]?.data.split("\n")).toHaveLength(21);
});

describe("an answer", () => {
  test.each<readonly [string, AwsAnswer, object]>([
    ["that never came", { kind: "unanswered", code: "TimeoutError" }, { kind: "retry", code: "TimeoutError" }],
    ["of too much load", refusal("ServiceUnavailableException", 503), { kind: "busy" }],
    ["of a throttle", refusal("ThrottlingException"), { kind: "busy" }],
    ["of an internal fault", refusal("InternalFailure", 500), { kind: "retry", code: "InternalFailure" }],
    ["of a role without the right", refusal("AccessDeniedException"), { kind: "misconfigured" }],
    ["that is no JSON", { kind: "answered", status: 502, body: "<html>" }, { kind: "retry", code: "unknown" }],
    ["that speaks of fewer records", ok(), { kind: "retry", code: "no_outcome" }],
    ["of an internal fault with one record", ok({ ErrorCode: "InternalFailure" }), { kind: "retry" }],
  ])("%s", (_name, answer, outcome) => {
    expect(judgeFirehoseAnswer(answer, 1)).toMatchObject([outcome]);
  });
});

test("is asked in its own region", () => {
  expect(buildFirehoseUrl("ap-southeast-1", undefined)).toBe("https://firehose.ap-southeast-1.amazonaws.com/");
  expect(buildFirehoseUrl("cn-north-1", undefined)).toBe("https://firehose.cn-north-1.amazonaws.com.cn/");
});
