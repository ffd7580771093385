/** What a verdict does to each event of a batch. */
import { describe, expect, test, vi } from "vitest";
import { applyVerdict } from "../../../src/delivery/apply-verdict.ts";
import type { Verdict } from "../../../src/delivery/judge.ts";
import { memoryStore } from "../../support/test-platform.ts";

const THREE_DAYS_MS = 259_200_000;

/** What becomes of a batch. */
function apply(kind: Verdict["kind"], { ageMs = 0, count = 1, gone = [], ...named }: Partial<Verdict> & Sent = {}) {
  const keys = Array.from({ length: count }, (_, index) => `key-${index}`);
  const store = memoryStore(Object.fromEntries(keys.map((key) => [key, "{}"])));
  for (const key of gone) store.remove(key);
  const drop = vi.fn((key: string) => store.remove(key));
  const outbox = {
    has: (key: string) => store.read(key) !== undefined,
    remove: (key: string) => store.remove(key),
    drop,
  };
  const verdict: Verdict = {
    kind,
    retry: new Set(),
    rejected: new Map(),
    retryAfterMs: 0,
    isReported: false,
    ...named,
  };
  const events = new Map(keys.map((key) => [key, { id: key, json: "{}" }]));
  const batch = { id: "batch", ageMs, isOrphaned: false, events };
  const mustWait = applyVerdict(batch, verdict, outbox);
  return {
    mustWait,
    kept: store.keys("").length,
    drops: drop.mock.calls.map(([, ...reason]: readonly unknown[]) => reason),
  };
}

interface Sent {
  /** How long ago the batch was begun. */
  readonly ageMs?: number;
  readonly count?: number;
  /** The keys of events that another answer has settled meanwhile. */
  readonly gone?: readonly string[];
}

describe.each(["retry", "misconfigured"] as const)("a batch whose try failed with the verdict %s", (kind) => {
  test("is kept up to three days", () => {
    expect(apply(kind, { ageMs: THREE_DAYS_MS })).toEqual({ mustWait: true, kept: 1, drops: [] });
  });

  test("is dropped as expired after three days, each event counted", () => {
    expect(apply(kind, { ageMs: THREE_DAYS_MS + 1, count: 3 })).toMatchObject({
      kept: 0,
      drops: Array(3).fill(["expired"]),
    });
  });

  test("is kept when it is dated by a clock that was ahead", () => {
    expect(apply(kind, { ageMs: -10 * THREE_DAYS_MS })).toEqual({ mustWait: true, kept: 1, drops: [] });
  });
});

describe("an old batch, whose tries failed for more than three days,", () => {
  test("is removed and not counted as dropped when it is acknowledged", () => {
    expect(apply("acknowledged", { ageMs: 10 * THREE_DAYS_MS })).toEqual({ mustWait: false, kept: 0, drops: [] });
  });

  test("is kept where it is halved, or asked for again", () => {
    expect(apply("split", { ageMs: 10 * THREE_DAYS_MS, count: 2 })).toEqual({ mustWait: false, kept: 2, drops: [] });
    expect(apply("acknowledged", { ageMs: 10 * THREE_DAYS_MS, retry: new Set(["key-0"]) })).toEqual({
      mustWait: true,
      kept: 1,
      drops: [],
    });
  });
});

test("what the answer rejects is dropped with its code, and what it asks for again is kept", () => {
  const rejected = new Map([["key-0", "not_object"]]);
  expect(apply("acknowledged", { count: 3, rejected, retry: new Set(["key-2"]) })).toEqual({
    mustWait: true,
    kept: 1,
    drops: [["rejected", "not_object"]],
  });
});

test("of two answers for one event the first counts: it is not dropped when it was delivered, nor waited for", () => {
  const gone = ["key-0", "key-1"];
  const named = { count: 2, gone, rejected: new Map([["key-0", "not_object"]]), retry: new Set(["key-1"]) };
  expect(apply("acknowledged", named)).toEqual({ mustWait: false, kept: 0, drops: [] });
  expect(apply("retry", { count: 2, gone, ageMs: THREE_DAYS_MS + 1 })).toMatchObject({ kept: 0, drops: [] });
});

test("of a refusal that names no event, nothing is dropped", () => {
  expect(apply("split", { count: 2 })).toEqual({ mustWait: false, kept: 2, drops: [] });
});
