/** Proves what each answer of the endpoint means for the batch that was sent. */
import { describe, expect, test } from "vitest";
import { judge, type JudgeParts } from "../../../src/delivery/judge.ts";
import type { Outcome } from "../../../src/platform/platform.ts";
import { answered } from "../../support/test-platform.ts";

const KEYS = ["one", "two", "three"];

/** A batch of events, each under its own name. */
const batchOf = (keys: readonly string[]) => ({
  id: "batch",
  ageMs: 0,
  isOrphaned: false,
  events: new Map(keys.map((key) => [key, { id: `id-${key}`, json: "{}" }])),
});

interface Circumstances extends Partial<JudgeParts> {
  readonly keys?: readonly string[];
  readonly outcome?: Partial<Outcome>;
}

const verdictOf = (status: number, body: object | string = "", circumstances: Circumstances = {}) => {
  const { keys = KEYS, outcome, acknowledge = "answer", isTrusted = true } = circumstances;
  const parts = { acknowledge, isTrusted };
  return judge({ ...answered(status, body), ...outcome }, batchOf(keys), parts);
};

/** The answer of the ingest, when all three are stored. */
const ACK = { ok: true, batch_id: "batch", stored: 3, duplicate: 0, rejected: [], retry: [] };

describe("the verdict on", () => {
  test.each([
    [200, "retry"],
    [202, "retry"],
    [204, "retry"],
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
  ])("status %i without an acknowledgement is %s", (status, kind) => {
    expect(verdictOf(status)).toMatchObject({ kind, rejected: new Map(), retry: new Set(), isReported: false });
  });

  test("no status is retry, since there was no answer", () => {
    expect(verdictOf(0)).toMatchObject({ kind: "retry", retryAfterMs: 0 });
  });

  test("the answer of the ingest is an acknowledgement", () => {
    expect(verdictOf(200, ACK)).toEqual({
      kind: "acknowledged",
      rejected: new Map(),
      retry: new Set(),
      isReported: true,
      retryAfterMs: 0,
    });
  });

  test("the answer of the ingest counts with each status: it says of each event what became of it", () => {
    const rejected = KEYS.map((key) => ({ event_id: `id-${key}`, code: "not_object" }));
    const retry = KEYS.map((key) => `id-${key}`);
    expect(verdictOf(400, { ...ACK, stored: 0, rejected })).toMatchObject({
      kind: "acknowledged",
      rejected: new Map(KEYS.map((key) => [key, "not_object"])),
    });
    expect(verdictOf(503, { ...ACK, stored: 0, retry })).toMatchObject({ kind: "acknowledged", retry: new Set(KEYS) });
  });

  test("rejected events that are named by their place are those at that place", () => {
    const rejected = [{ index: 1, code: "opted_out" }];
    expect(verdictOf(200, { ...ACK, stored: 2, rejected })).toMatchObject({
      kind: "acknowledged",
      rejected: new Map([["two", "opted_out"]]),
    });
  });

  test.each([
    "<!doctype html><title>You are offline</title>",
    "null",
    "1",
    "[]",
    "{}",
    '"text"',
    "{",
    { ok: false },
    { ok: true },
    { ...ACK, batch_id: undefined },
    { ...ACK, batch_id: "other" },
    { ...ACK, batch_id: ["batch"] },
    { ...ACK, stored: 2 },
    { ...ACK, stored: 4 },
    { ...ACK, stored: null, duplicate: null },
    { ...ACK, stored: undefined },
    { ...ACK, duplicate: "many" },
    { ...ACK, stored: 2, retry: ["somebody"] },
    { ...ACK, stored: 2, retry: [null] },
    { ...ACK, stored: 2, retry: "id-one" },
    { ...ACK, stored: 2, rejected: 1 },
    { ...ACK, stored: 2, rejected: [null] },
    { ...ACK, stored: 2, rejected: [{ event_id: "somebody", code: "x" }] },
    { ...ACK, stored: 2, rejected: [{ index: 3 }] },
    { ...ACK, stored: 1, rejected: [{ index: 0 }, { event_id: "id-one" }] },
  ])("2xx with %j is no acknowledgement, since it does not say what became of each event", (body) => {
    expect(verdictOf(200, body)).toMatchObject({ kind: "retry", rejected: new Map(), retry: new Set() });
  });

  test.each([null, 10, "all", {}, [{}], [null], [{ index: "0" }]])("400 with rejected: %j is split", (rejected) => {
    expect(verdictOf(400, { ok: false, rejected })).toMatchObject({ kind: "split", rejected: new Map() });
  });

  test("a batch that was stored before is an acknowledgement, and its report is not stored", () => {
    expect(verdictOf(200, { ...ACK, stored: 0, duplicate: 3 })).toMatchObject({
      kind: "acknowledged",
      isReported: false,
    });
  });
});

describe("an endpoint of another maker, which acknowledges by the status,", () => {
  const byStatus = (status: number, outcome: Partial<Outcome> = {}) =>
    verdictOf(status, "", { acknowledge: "status", outcome });

  test.each([200, 202, 204, 299])("acknowledges with %i", (status) => {
    expect(byStatus(status)).toMatchObject({
      kind: "acknowledged",
      rejected: new Map(),
      retry: new Set(),
      isReported: true,
    });
  });

  test.each([0, 199, 300, 400, 503])("does not acknowledge with %i", (status) => {
    expect(byStatus(status).kind).not.toBe("acknowledged");
  });

  test("does not acknowledge with the page that a redirect leads to", () => {
    expect(byStatus(200, { isRedirected: true }).kind).toBe("retry");
  });

  test("may name events as our ingest does", () => {
    const body = { ...ACK, stored: 2, retry: ["id-two"] };
    expect(verdictOf(200, body, { acknowledge: "status" })).toMatchObject({
      kind: "acknowledged",
      retry: new Set(["two"]),
    });
  });
});

describe("an event that is refused alone and without a reason", () => {
  test.each([400, 413, 422])("by %i is rejected where the endpoint takes others", (status) => {
    expect(verdictOf(status, "", { keys: ["one"] })).toMatchObject({
      kind: "acknowledged",
      rejected: new Map([["one", undefined]]),
      isReported: false,
    });
  });

  test.each([400, 413, 422])("by %i is kept where the endpoint may refuse everything", (status) => {
    expect(verdictOf(status, "", { keys: ["one"], isTrusted: false })).toMatchObject({
      kind: "retry",
      rejected: new Map(),
    });
  });

  test("is told from one that is refused for another reason", () => {
    expect(verdictOf(403, "", { keys: ["one"] }).kind).toBe("misconfigured");
    expect(verdictOf(429, "", { keys: ["one"] }).kind).toBe("retry");
  });
});

describe("Retry-After", () => {
  test.each([
    ["120", 120_000],
    ["0", 0],
    ["-5", 0],
    ["1.5", 1_500],
    ["Tue, 24 Nov 2026 08:01:30 GMT", 0],
    ["soon", 0],
    ["", 0],
    [undefined, 0],
  ])("of %j means %i ms", (retryAfter, retryAfterMs) => {
    expect(verdictOf(429, "", { outcome: { retryAfter } })).toMatchObject({ kind: "retry", retryAfterMs });
  });

  test("is the longer of header and body, and at most an hour", () => {
    expect(verdictOf(429, { retry_after_ms: 5_000 }, { outcome: { retryAfter: "3" } })).toMatchObject({
      kind: "retry",
      retryAfterMs: 5_000,
    });
    expect(verdictOf(429, { retry_after_ms: 1_000 }, { outcome: { retryAfter: "3" } })).toMatchObject({
      kind: "retry",
      retryAfterMs: 3_000,
    });
    expect(verdictOf(429, "", { outcome: { retryAfter: "3599" } })).toMatchObject({
      kind: "retry",
      retryAfterMs: 3_599_000,
    });
    expect(verdictOf(429, "", { outcome: { retryAfter: "3601" } })).toMatchObject({
      kind: "retry",
      retryAfterMs: 3_600_000,
    });
    expect(verdictOf(429, { retry_after_ms: 3_600_001 })).toMatchObject({ kind: "retry", retryAfterMs: 3_600_000 });
  });

  test("is five minutes where the endpoint is set up wrongly, whatever it asks for", () => {
    expect(verdictOf(404)).toMatchObject({ kind: "misconfigured", retryAfterMs: 300_000 });
    expect(verdictOf(403, { retry_after_ms: 5_000 }, { outcome: { retryAfter: "3600" } })).toMatchObject({
      retryAfterMs: 300_000,
    });
  });
});
