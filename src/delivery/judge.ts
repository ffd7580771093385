/** Decides what an outcome means for the batch that was sent. Pure. */
import { attempt } from "../attempt.ts";
import type { Outcome } from "../platform/platform.ts";
import type { Ack } from "../wire.ts";

export interface Verdict {
  readonly kind:
    | /** Everything that is in neither list is durable. */ "acknowledged"
    | /** Nobody confirmed anything, or the endpoint said "later". */ "retry"
    | /** Something in the batch is refused, and the answer does not say what: halve it. */ "split"
    | /** The endpoint is set up wrongly. It may be mended, so the batch is kept and tried rarely. */ "hold";
  /** What the endpoint asked to wait before the next request, at most an hour. 0 = as the page likes. */
  readonly afterMs: number;
  readonly refusals: readonly (Refusal | undefined)[];
  /** Ids of events that are not durable, but would be at a later time. */
  readonly postponed: readonly (string | undefined)[];
  /** Something was stored just now, and the report of the batch with it. */
  readonly isReported: boolean;
}

/** What is read of a {@link Rejection}: events of ours have an id. */
export interface Refusal {
  readonly event_id?: string;
  readonly code: string;
}

/** Returns what to do with the batch. `nowMs` is asked for: no clock is read here. */
export function judge(outcome: Outcome, batchId: string, nowMs: number): Verdict {
  const { body = "", retryAfter } = outcome;
  const ack = attempt(() => JSON.parse(body) as Partial<Ack> | null) ?? {};
  const refusals: Verdict["refusals"] = [ack.rejected].flat();
  const kind = kindOf(String(outcome.status), refusals[0] !== undefined, !ack.batch_id || ack.batch_id === batchId);
  const askedMs = Math.max(Number(ack.retry_after_ms) || 0, parseRetryAfterMs(retryAfter, nowMs));
  return {
    kind,
    // A wrongly set up endpoint is asked every five minutes. More than an hour is taken for a mistake.
    afterMs: kind === "hold" ? 300_000 : Math.min(3_600_000, askedMs),
    refusals,
    postponed: [ack.retry].flat(),
    isReported: kind === "acknowledged" && ack.stored !== 0,
  };
}

function kindOf(status: string, isDetailed: boolean, isOurs: boolean): Verdict["kind"] {
  // A cache or a proxy answered with what belongs to another batch.
  if (!isOurs) return "retry";
  // Statuses that blame the content: RFC 9110 sections 15.5.1, 15.5.14 and 15.5.21.
  const isRefusal = /^4(00|13|22)/.test(status);
  // Other people's endpoints acknowledge by status alone.
  if (/^2/.test(status) || (isRefusal && isDetailed)) return "acknowledged";
  if (isRefusal) return "split";
  // Statuses that stay, until somebody mends the endpoint. All others say "later": RFC 9110 sections 15.5 and 15.6,
  // RFC 6585 (429), RFC 8470 (425).
  return /^(3|4(?!08|2[59])|50[15])/.test(status) ? "hold" : "retry";
}

/** Reads the two forms of RFC 9110 section 10.2.3, seconds and a date. Returns 0 for anything else. */
export function parseRetryAfterMs(value: string | null | undefined, nowMs: number): number {
  return Math.max(0, Number(value) * 1_000 || Date.parse(value as string) - nowMs || 0);
}
