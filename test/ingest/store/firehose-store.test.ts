/** Events for Firehose: within its limits, in time, and only what failed is sent again. */
import { expect, test } from "vitest";
import type { AwsAnswer, AwsRequest } from "../../../examples/ingest-lambda/src/store/aws-request.ts";
import {
  buildFirehoseUrl,
  createFirehoseStore,
  packRecords,
} from "../../../examples/ingest-lambda/src/store/firehose-store.ts";
import type { EventRecord } from "../../../examples/ingest-lambda/src/event/record.ts";

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
const NO_SUCH_STREAM: AwsAnswer = {
  kind: "answered",
  status: 400,
  body: JSON.stringify({ __type: "com.amazonaws.firehose#ResourceNotFoundException", message: "m" }),
};

/** An event so large that it fills a record of its own. */
const record = (at: number, body = "x".repeat(600 * 1024)): EventRecord => ({
  eventId: `e${String(at)}`,
  key: `events/2026/11/24/event-${String(at)}.json`,
  keyDependsOn: "event",
  body,
});

interface Call {
  readonly request: AwsRequest;
  readonly timeoutMs: number;
  readonly texts: readonly string[];
  /** The bytes of each record. */
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
    send(request, timeoutMs) {
      const { Records } = JSON.parse(String(request.body)) as { Records: { Data: string }[] };
      const bytes = Records.map(({ Data }) => Buffer.from(Data, "base64"));
      const [sizes, texts] = [bytes.map(({ length }) => length), bytes.map(String)];
      calls.push({ request, timeoutMs, sizes, texts });
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

test("leaves what fails three times to the page, and only the events of those records", async () => {
  const { calls, store } = createScripted([ok(STORED, FAILED), ok(FAILED), ok(FAILED)]);

  const outcomes = await store.keep([record(1), record(2)], always);

  expect(calls).toHaveLength(3);
  expect(outcomes.get("e1")).toEqual({ kind: "stored" });
  expect(outcomes.get("e2")).toEqual({ kind: "busy", code: "ServiceUnavailableException" });
});

test("does not try again what only an operator can fix", async () => {
  const { calls, store } = createScripted([NO_SUCH_STREAM]);

  const outcomes = await store.keep([record(1)], always);

  expect(calls).toHaveLength(1);
  expect(outcomes.get("e1")).toEqual({ kind: "misconfigured", code: "ResourceNotFoundException" });
});

test("begins no call for which too little time is left, and keeps the outcomes so far", async () => {
  const { calls, store } = createScripted([ok(STORED, FAILED, STORED, STORED)]);
  const six = [1, 2, 3, 4, 5, 6].map((at) => record(at));

  const outcomes = await store.keep(six, () => (calls.length === 0 ? 1_000 : 100));

  expect(calls).toHaveLength(1);
  expect([...outcomes]).toEqual([
    ["e1", { kind: "stored" }],
    ["e2", { kind: "busy", code: "ServiceUnavailableException" }],
    ["e3", { kind: "stored" }],
    ["e4", { kind: "stored" }],
    ["e5", { kind: "retry", code: "out_of_time" }],
    ["e6", { kind: "retry", code: "out_of_time" }],
  ]);
});

test("gives a call no more time than is left, and three seconds at most", async () => {
  const { calls, store } = createScripted([ok(FAILED), ok(FAILED), ok(FAILED)]);

  await store.keep([record(1)], () => [5_000, 1_200, 250][calls.length] ?? 0);

  expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([3_000, 1_200, 250]);
});

test("sends the first of duplicates only", async () => {
  const { calls, store } = createScripted([ok(STORED)]);

  const outcomes = await store.keep([record(1, "first"), record(1, "second")], always);

  expect(calls.map(({ texts }) => texts)).toEqual([["first\n"]]);
  expect([...outcomes]).toEqual([["e1", { kind: "stored" }]]);
});

test("asks Firehose to put the records into the stream by its name", async () => {
  const { calls, store } = createScripted([ok(STORED)]);

  await store.keep([record(1, '{"ä":1}')], always);

  const request = calls[0]?.request;
  expect(request).toMatchObject({
    method: "POST",
    url: "https://firehose.example/",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Firehose_20150804.PutRecordBatch" },
  });
  expect(JSON.parse(String(request?.body))).toEqual({
    DeliveryStreamName: "stream",
    Records: [{ Data: "eyLDpCI6MX0K" }],
  });
});

test("stays within Firehose's limits: 1,000 KiB a record, 4 MiB a call", async () => {
  const { calls, store } = createScripted([]);

  await store.keep(
    // Each is half as large again in bytes as in characters.
    Array.from({ length: 12 }, (_, at) => record(at, "xä".repeat(200 * 1024))),
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
  expect(records[0]?.data).toBe(events.map(({ body }) => `${body}\n`).join(""));
  expect(records[0]?.eventIds).toEqual(events.map(({ eventId }) => eventId));
});

test.each([
  ["to the limit", 512_000 - 1, 1],
  ["a byte beyond it", 512_000, 2],
])("fills a record %s", (_name, secondBytes, count) => {
  const first = "ä".repeat(255_999) + "x";

  expect(packRecords([record(1, first), record(2, "x".repeat(secondBytes))])).toHaveLength(count);
});

test("sends to the stream's own region, or to another server", () => {
  expect(buildFirehoseUrl("ap-southeast-1", undefined)).toBe("https://firehose.ap-southeast-1.amazonaws.com/");
  expect(buildFirehoseUrl("cn-north-1", undefined)).toBe("https://firehose.cn-north-1.amazonaws.com.cn/");
  expect(buildFirehoseUrl("eu-west-1", "http://127.0.0.1:5000")).toBe("http://127.0.0.1:5000");
});
