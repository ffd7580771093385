/** How an answer becomes an HTTP response. */
import { describe, expect, test } from "vitest";
import { fail, type Answer } from "../../../examples/ingest-lambda/src/answer/answer.ts";
import { buildResponse } from "../../../examples/ingest-lambda/src/answer/response.ts";
import type { RefusalCode } from "../../../examples/ingest-lambda/src/refusals.ts";

const STATUS_OF: Readonly<Record<RefusalCode, number>> = {
  origin_not_allowed: 403,
  empty_body: 400,
  invalid_encoding: 400,
  invalid_json: 400,
  too_deep: 400,
  no_events: 400,
  body_too_large: 413,
  too_many_events: 413,
};

test.each(Object.entries(STATUS_OF) as [RefusalCode, number][])(
  "the refusal %s is %i, with a sentence",
  (code, status) => {
    const { statusCode, headers, body = "" } = buildResponse({ kind: "refused", code });

    expect(statusCode).toBe(status);
    expect(JSON.parse(body)).toEqual({
      ok: false,
      code,
      message: expect.stringMatching(/^[A-Z].{15,}[.]$/) as unknown,
    });
    expect(headers).not.toHaveProperty("retry-after");
  },
);

test("a fault of the ingest is 503 with a time to wait, in whole seconds rounded up", () => {
  const { statusCode, headers, body = "" } = buildResponse(fail(new TypeError("secret"), 0.25));

  expect(statusCode).toBe(503);
  expect(headers).toHaveProperty("retry-after", "7");
  expect(JSON.parse(body)).toEqual({
    ok: false,
    code: "internal_error",
    message: "The ingest failed. Keep the events and send them again.",
    retry_after_ms: 6_250,
  });
});

test("what is thrown without being an error is named by its type", () => {
  expect(fail("secret", 0)).toEqual({ kind: "failed", code: "string", retryAfterMs: 5_000 });
});

test.each([
  ["sets a cookie", "a=b; Secure", ["a=b; Secure"]],
  ["sets none", undefined, undefined],
])("an acknowledgement that %s", (_name, cookie, cookies) => {
  const ack = { ok: true, server_time: "2026-11-24T08:00:00.000Z", stored: 1, duplicate: 0, rejected: [], retry: [] };
  const answer: Answer = { kind: "acknowledged", status: 200, ack, cookie };

  const response = buildResponse(answer);

  expect(response.cookies).toEqual(cookies);
  expect(JSON.parse(response.body ?? "")).toEqual(ack);
});

describe("the acknowledgement", () => {
  /** With a body of so many characters. */
  const acknowledged = (bodyChars = 200) => {
    const ackOf = (batchId: string) => ({
      ok: true,
      batch_id: batchId,
      server_time: "2026-11-24T08:00:00.000Z",
      stored: 1,
      duplicate: 0,
      rejected: [],
      retry: [],
    });
    const batchId = "b".repeat(bodyChars - JSON.stringify(ackOf("")).length);
    return buildResponse({ kind: "acknowledged", status: 200, ack: ackOf(batchId) });
  };

  test("is in a header, too, for pages whose scripts read the body first", () => {
    const { headers, body } = acknowledged();
    expect(headers).toHaveProperty("clickstream-ack", body);
  });

  test("is in the body alone where the gateway has no room for it in a header", () => {
    expect(acknowledged(4_096).headers).toHaveProperty("clickstream-ack");
    expect(acknowledged(4_097).headers).not.toHaveProperty("clickstream-ack");
  });

  test("is not in the header of a refusal", () => {
    expect(buildResponse({ kind: "refused", code: "no_events" }).headers).not.toHaveProperty("clickstream-ack");
  });
});
