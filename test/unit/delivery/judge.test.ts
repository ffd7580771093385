/** Proves what each answer of the endpoint means for the batch that was sent. */
import { describe, expect, test } from "vitest";
import { judge, parseRetryAfterMs } from "../../../src/delivery/judge.ts";
import { answered, START_MS } from "../../support/test-platform.ts";

const verdictOf = (status: number, body: object | string = "", retryAfter?: string) =>
  judge(answered(status, body, retryAfter), "batch", START_MS);

describe("the verdict on", () => {
  test.each([
    [200, "acknowledged"],
    [202, "acknowledged"],
    [204, "acknowledged"],
    [400, "split"],
    [413, "split"],
    [422, "split"],
    [408, "retry"],
    [425, "retry"],
    [429, "retry"],
    [500, "retry"],
    [502, "retry"],
    [503, "retry"],
    [504, "retry"],
    [520, "retry"],
    [301, "misconfigured"],
    [401, "misconfigured"],
    [403, "misconfigured"],
    [404, "misconfigured"],
    [405, "misconfigured"],
    [410, "misconfigured"],
    [501, "misconfigured"],
    [505, "misconfigured"],
  ])("status %i is %s", (status, kind) => {
    expect(verdictOf(status).kind).toBe(kind);
  });

  test("no status is retry, since there was no answer", () => {
    expect(judge({ status: 0 }, "batch", START_MS)).toMatchObject({
      kind: "retry",
      retryAfterMs: 0,
      isReported: false,
    });
  });

  test("400 with a list of rejected events is an acknowledgement of the others", () => {
    const rejected = [{ event_id: "a", code: "not_object" }];
    expect(verdictOf(400, { ok: false, batch_id: "batch", rejected })).toMatchObject({
      kind: "acknowledged",
      rejected: rejected,
    });
  });

  test.each([
    "null",
    "1",
    "[]",
    '"text"',
    "{",
    '{"rejected":5,"retry":{}}',
    '{"rejected":[null],"retry":[null]}',
    '{"retry_after_ms":"soon"}',
  ])("2xx with the body %s is a plain acknowledgement", (body) => {
    expect(verdictOf(200, body)).toEqual({
      kind: "acknowledged",
      rejected: expect.any(Array),
      retry: expect.any(Array),
      isReported: true,
      retryAfterMs: 0,
    });
  });

  test("a batch that was stored before is an acknowledgement, and its report is not stored", () => {
    expect(verdictOf(200, { ok: true, batch_id: "batch", stored: 0, duplicate: 3 })).toMatchObject({
      kind: "acknowledged",
      isReported: false,
    });
  });

  test("an answer to another batch is retry", () => {
    expect(verdictOf(200, { batch_id: "other" })).toMatchObject({ kind: "retry", retryAfterMs: 0 });
  });
});

describe("Retry-After", () => {
  test.each([
    ["120", 120_000],
    ["0", 0],
    ["-5", 0],
    ["1.5", 1_500],
    [new Date(START_MS + 90_000).toUTCString(), 90_000],
    [new Date(START_MS - 90_000).toUTCString(), 0],
    ["soon", 0],
    ["", 0],
    [undefined, 0],
  ])("of %j means %i ms", (value, expected) => {
    expect(parseRetryAfterMs(value, START_MS)).toBe(expected);
  });

  test("is the longer of header and body, and at most an hour", () => {
    expect(verdictOf(429, { retry_after_ms: 5_000 }, "3")).toMatchObject({ kind: "retry", retryAfterMs: 5_000 });
    expect(verdictOf(429, { retry_after_ms: 1_000 }, "3")).toMatchObject({ kind: "retry", retryAfterMs: 3_000 });
    expect(verdictOf(429, "", "3599")).toMatchObject({ kind: "retry", retryAfterMs: 3_599_000 });
    expect(verdictOf(429, "", "3601")).toMatchObject({ kind: "retry", retryAfterMs: 3_600_000 });
    expect(verdictOf(429, { retry_after_ms: 3_600_001 })).toMatchObject({ kind: "retry", retryAfterMs: 3_600_000 });
  });

  test("is five minutes where the endpoint is set up wrongly, whatever it asks for", () => {
    expect(verdictOf(404)).toMatchObject({ kind: "misconfigured", retryAfterMs: 300_000 });
    expect(verdictOf(403, { retry_after_ms: 5_000 }, "3600")).toMatchObject({ retryAfterMs: 300_000 });
  });
});
