/** Decides what the outcome of a request means for the batch that was sent. Pure. */
import { attempt } from "../attempt.ts";
import type { Outcome } from "../platform/platform.ts";
import type { Ack } from "../wire.ts";
import { MAX_RETRY_AFTER_MS, MISCONFIGURED_RETRY_MS } from "./limits.ts";

export interface Verdict {
  readonly kind:
    | /** Each event in neither list is durable. */ "acknowledged"
    | /** There was no answer, or the endpoint said "later". */ "retry"
    | /** Something in the batch is refused, and the answer does not say what: send halves. */ "split"
    | /** The endpoint is set up wrongly. It may be fixed, so the batch is kept and sent rarely. */ "misconfigured";
  /** How long the endpoint asked to wait before the next request. 0 = it did not ask. */
  readonly retryAfterMs: number;
  /** Events that will never be stored. */
  readonly rejected: readonly (RejectedEvent | null | undefined)[];
  /** Ids of events that are not durable yet. */
  readonly retry: readonly (string | undefined)[];
  /** Something was stored just now, and the report of the batch with it. */
  readonly isReported: boolean;
}

/** What is read of a `Rejection`: events of ours have an id. An endpoint may answer anything, so nothing is sure. */
export interface RejectedEvent {
  readonly event_id?: string;
  readonly code?: string;
}

/** Statuses that blame the content: RFC 9110 sections 15.5.1, 15.5.14 and 15.5.21. */
const CONTENT_REFUSED = [400, 413, 422];

/** Client errors that say "later", as server errors do: RFC 9110 section 15.5.9, RFC 8470 (425), RFC 6585 (429). */
const TRY_LATER = [408, 425, 429];

/** Server errors that stay until somebody fixes the endpoint, as client errors do: RFC 9110 sections 15.6.2, 15.6.6. */
const NOT_SUPPORTED = [501, 505];

/** Returns what to do with the batch. `nowMs` is a parameter, so that no clock is read here. */
export function judge(outcome: Outcome, batchId: string, nowMs: number): Verdict {
  const { status, body = "", retryAfter } = outcome;
  const ack = attempt(() => JSON.parse(body) as Partial<Ack> | null) ?? {};
  const rejected = listOf(ack.rejected);
  // A cache or a proxy may answer with what belongs to another batch.
  const isForThisBatch = !ack.batch_id || ack.batch_id === batchId;
  const kind = isForThisBatch ? kindOf(status, rejected.length > 0) : "retry";
  const askedMs = Math.max(Number(ack.retry_after_ms) || 0, parseRetryAfterMs(retryAfter, nowMs));
  return {
    kind,
    retryAfterMs: kind === "misconfigured" ? MISCONFIGURED_RETRY_MS : Math.min(MAX_RETRY_AFTER_MS, askedMs),
    rejected,
    retry: listOf(ack.retry),
    isReported: kind === "acknowledged" && ack.stored !== 0,
  };
}

/** @param namesEvents the answer says which events are refused */
function kindOf(status: number, namesEvents: boolean): Verdict["kind"] {
  if (CONTENT_REFUSED.includes(status)) return namesEvents ? "acknowledged" : "split";
  if (status < 200 || TRY_LATER.includes(status)) return "retry";
  // Endpoints of other makers acknowledge by the status alone.
  if (status < 300) return "acknowledged";
  return status < 500 || NOT_SUPPORTED.includes(status) ? "misconfigured" : "retry";
}

/** An endpoint may answer anything. */
function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  const isList: boolean = Array.isArray(value);
  return isList && value ? value : [];
}

/** Reads both forms of RFC 9110 section 10.2.3, seconds and a date. Returns 0 for anything else, and for the past. */
export function parseRetryAfterMs(value: string | null | undefined, nowMs: number): number {
  if (!value) return 0;
  const seconds = Number(value);
  const delayMs = Number.isNaN(seconds) ? Date.parse(value) - nowMs : seconds * 1_000;
  return Math.max(0, delayMs || 0);
}
