/** Decides what an outcome means for the batch that was sent. Pure. */
import { attempt } from "../attempt.ts";
import type { Outcome } from "../platform/platform.ts";
import type { Ack, Rejection } from "../wire.ts";

/** `afterMs`: what the endpoint asked to wait before the next request, at most an hour. 0 = as the page likes. */
export type Verdict = { readonly afterMs: number } &
  /** Everything that is in neither list is durable. */
  (
    | {
        readonly kind: "acknowledged";
        readonly rejected: readonly Rejection[];
        readonly retry: readonly string[];
        /** Something was stored just now, and the report of the batch with it. */
        readonly isReported: boolean;
      }
    /** Nobody confirmed anything, or the endpoint said "later". */
    | { readonly kind: "retry" }
    /** Something in the batch is refused, and the answer does not say what: halve it. */
    | { readonly kind: "split" }
    /** The endpoint is set up wrongly. It may be mended, so the batch is kept and tried rarely. */
    | { readonly kind: "hold"; readonly status: string }
  );

/** Statuses that say "later": RFC 9110 sections 15.5 and 15.6, RFC 6585 (429), RFC 8470 (425). */
const RETRYABLE = /^(408|425|429|5(?!0[15]).*)$/;

/** Statuses that blame the content: RFC 9110 sections 15.5.1, 15.5.14 and 15.5.21. */
const REFUSAL = /^4(00|13|22)$/;

/** An hour: a longer `Retry-After` is taken for a mistake. */
const LONGEST_MS = 3_600_000;

/** A wrongly set up endpoint is asked this rarely. */
const HOLD_MS = 300_000;

/** Returns what to do with the batch. `nowMs` is asked for: no clock is read here. */
export function judge(outcome: Outcome, batchId: string, nowMs: number): Verdict {
  // A beacon is taken and never answered.
  if (outcome.kind !== "answered") return { kind: "retry", afterMs: 0 };

  const { retryAfter, body } = outcome;
  const status = String(outcome.status);
  // Other people's endpoints acknowledge by status alone.
  const ack = attempt(() => JSON.parse(body) as Partial<Ack> | null) ?? {};
  const afterMs = Math.min(LONGEST_MS, Math.max(Number(ack.retry_after_ms) || 0, parseRetryAfterMs(retryAfter, nowMs)));
  // A cache or a proxy answered with what belongs to another batch.
  if (ack.batch_id && ack.batch_id !== batchId) return { kind: "retry", afterMs };

  const rejected = listOf(ack.rejected);
  const isRefusal = REFUSAL.test(status);
  if (/^2/.test(status) || (isRefusal && rejected.length > 0)) {
    return { kind: "acknowledged", rejected, retry: listOf(ack.retry), isReported: ack.stored !== 0, afterMs };
  }
  if (isRefusal) return { kind: "split", afterMs };
  return RETRYABLE.test(status) ? { kind: "retry", afterMs } : { kind: "hold", status, afterMs: HOLD_MS };
}

function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

/** Reads the two forms of RFC 9110 section 10.2.3, seconds and a date. Returns 0 for anything else. */
export function parseRetryAfterMs(value = "", nowMs: number): number {
  return Math.max(0, Number(value) * 1_000 || Date.parse(value) - nowMs || 0);
}
