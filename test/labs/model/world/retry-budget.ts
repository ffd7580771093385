/** I10: holds requests to the backoff that all pages of a visitor share. */
import type { Outcome } from "../../../../src/platform/platform.ts";
import type { Ack } from "../../../../src/wire.ts";
import type { Exchange } from "./network.ts";
import { assertInvariant } from "./assert-invariant.ts";

export interface RetryBudget {
  /** `mayTryEarly`: the page was shown or came online at this very moment. */
  onSent(exchange: Exchange, nowMs: number, mayTryEarly: boolean): void;
  onAnswered(exchange: Exchange, outcome: Outcome, nowMs: number): void;
  /** What the pages know of the last failures is gone, or is dated by a clock that was changed. */
  forget(): void;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;
const MISCONFIGURED_MS = 300_000;

/** A page's clock has whole milliseconds. */
const CLOCK_TICK_MS = 1;

/** The simulated jitter is never below half. */
const LEAST_JITTER = 0.5;

export function createRetryBudget(): RetryBudget {
  let failures = 0;
  let quietUntilMs = 0;
  let isRequested = false;
  /** Failed tries that were known when a request was sent. */
  const known = new WeakMap<Exchange, number>();

  const forget = (): void => {
    failures = 0;
    quietUntilMs = 0;
    isRequested = false;
  };

  return {
    onSent(exchange, nowMs, mayTryEarly) {
      const { batch, isLeaving } = exchange;
      known.set(exchange, failures);
      const isEarlyTry = !isRequested && (isLeaving || mayTryEarly);
      const detail = { batch: batch.batch_id, failures, tooEarlyByMs: quietUntilMs - nowMs, isRequested };
      assertInvariant(
        "I10 requests within the retry budget",
        nowMs + CLOCK_TICK_MS >= quietUntilMs || isEarlyTry,
        detail,
      );
      // An early try begins a new delay. If its page ends before the answer, the delay is unknown.
      quietUntilMs = 0;
    },
    onAnswered(exchange, outcome, nowMs) {
      const requestedMs = requestedDelayMs(outcome);
      if (requestedMs === undefined) return forget();
      // What the page's end cut off, or the browser's quota refused, says nothing about the endpoint.
      if (exchange.isLeaving && outcome.status === 0) return;
      // Tries that fail side by side count as one.
      failures = (known.get(exchange) ?? 0) + 1;
      const backoffMs = LEAST_JITTER * Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
      quietUntilMs = nowMs + Math.max(backoffMs, requestedMs);
      isRequested = requestedMs > 0;
    },
    forget,
  };
}

/** Returns how long the answer of a failed try asks to wait, `undefined` for any other answer. */
function requestedDelayMs(outcome: Outcome): number | undefined {
  if (outcome.status === 0) return 0;
  const { status, retryAfter = "0", body } = outcome;
  if (status < 400) {
    const { retry = [], retry_after_ms = 0, batch_id } = JSON.parse(body ?? "{}") as Partial<Ack>;
    return retry.length > 0 || batch_id === "another" ? retry_after_ms : undefined;
  }
  if (status === 403) return MISCONFIGURED_MS;
  if (status < 500 && status !== 429) return undefined;
  const { retry_after_ms = 0 } = JSON.parse(body || "{}") as Partial<Ack>;
  return Math.max(Number(retryAfter) * 1_000, retry_after_ms);
}
