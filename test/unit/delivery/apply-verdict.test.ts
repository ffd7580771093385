/** What a verdict does to each event of a batch. */
import { describe, expect, test, vi } from "vitest";
import { applyVerdict } from "../../../src/delivery/apply-verdict.ts";
import type { Verdict } from "../../../src/delivery/judge.ts";
import { memoryStore, START_MS } from "../../support/test-platform.ts";

const ID = "01a20c91-a000-7001-830f-2da36dcffb56";
const THREE_DAYS_MS = 259_200_000;

/** What becomes of a batch of so many events that was begun so long ago. */
function apply(kind: Verdict["kind"], { ageMs = 0, count = 1, retry = [] as readonly string[] } = {}) {
  const events = new Map(
    Array.from({ length: count }, (_, index) => [`key-${index}`, JSON.stringify({ event_id: ID })]),
  );
  const store = memoryStore(Object.fromEntries(events));
  const drop = vi.fn((key: string) => store.remove(key));
  const verdict: Verdict = { kind, retry, rejected: [], retryAfterMs: 0, isReported: false };
  const batch = { id: "batch", createdMs: START_MS - ageMs, events };
  const mustWait = applyVerdict(batch, verdict, { nowMs: START_MS, store, outbox: { drop } });
  return {
    mustWait,
    kept: store.keys("").length,
    drops: drop.mock.calls.map(([, ...reason]: readonly unknown[]) => reason),
  };
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
    expect(apply("acknowledged", { ageMs: 10 * THREE_DAYS_MS, retry: [ID] })).toEqual({
      mustWait: true,
      kept: 1,
      drops: [],
    });
  });
});

test("of a refusal that names no event, one event alone is dropped, and two are not", () => {
  expect(apply("split")).toEqual({ mustWait: false, kept: 0, drops: [["rejected"]] });
  expect(apply("split", { count: 2 })).toEqual({ mustWait: false, kept: 2, drops: [] });
});
