/** Decides what the outcome of a request means for the batch that was sent. Pure. */
import { attempt } from "../attempt.ts";
import type { Outcome } from "../platform/platform.ts";
import { parseJson } from "../to-json.ts";
import type { Ack } from "../wire.ts";
import { MAX_RETRY_AFTER_MS, MISCONFIGURED_RETRY_MS } from "./limits.ts";
import type { QueuedBatch } from "./queued-event.ts";

export interface Verdict {
  readonly kind:
    | /** Each event in neither list is durable. */ "acknowledged"
    | /** Nothing is known, or the endpoint said "later". */ "retry"
    | /** Something in the batch is refused, and the answer does not say what: send halves. */ "split"
    | /** The endpoint is set up wrongly. It may be fixed, so the batch is kept and sent rarely. */ "misconfigured";
  /** How long the endpoint asked to wait before the next request. 0 = it did not ask. */
  readonly retryAfterMs: number;
  /** The keys of events that will never be stored, each with the endpoint's code. */
  readonly rejected: ReadonlyMap<string, string | undefined>;
  /** The keys of events that are not durable yet. */
  readonly retry: ReadonlySet<string>;
  /** Something was stored just now, and the report of the batch with it. */
  readonly isReported: boolean;
}

export interface JudgeParts {
  readonly acknowledge: "answer" | "status";
  /** The endpoint has taken an event since it last refused one without a reason: it does not refuse everything. */
  readonly isTrusted: boolean;
}

/** Statuses that blame the content: RFC 9110 sections 15.5.1, 15.5.14 and 15.5.21. */
const CONTENT_REFUSED = [400, 413, 422];

/** Client errors that say "later", as server errors do: RFC 9110 section 15.5.9, RFC 8470 (425), RFC 6585 (429). */
const TRY_LATER = [408, 425, 429];

/** Server errors that stay until somebody fixes the endpoint, as client errors do: RFC 9110 sections 15.6.2, 15.6.6. */
const NOT_SUPPORTED = [501, 505];

/** What is read of a `Rejection`. An endpoint may answer anything. */
type RejectedEvent = { readonly event_id?: string; readonly index?: number; readonly code?: string } | null;

/** Returns what to do with the batch. */
export function judge(
  { status, body = "", retryAfter, isRedirected }: Outcome,
  { id: batchId, events }: QueuedBatch,
  { acknowledge, isTrusted }: JudgeParts,
): Verdict {
  const ack = attempt(() => parseJson(body) as Partial<Ack> | null) ?? {};
  const rejections = listOf(ack.rejected) as readonly RejectedEvent[];
  const rejected = new Map<string, string | undefined>();
  const retry = new Set<string>();
  [...events].forEach(([key, { id }], index) => {
    // Where the ingest looks at no event, it knows no ids.
    const rejection = rejections.find((each) => each?.event_id === id || each?.index === index);
    if (rejection) rejected.set(key, rejection.code);
    else if (listOf(ack.retry).includes(id)) retry.add(key);
  });

  // A cached page, a firewall or a login form may answer 200, too. Only an ingest that has read this batch knows its id,
  // and says of each event what became of it.
  const durable = events.size - rejected.size - retry.size;
  const isOurs = ack.batch_id === batchId && Number(ack.stored) + Number(ack.duplicate) === durable;
  if (!isOurs) {
    rejected.clear();
    retry.clear();
  }
  const isSuccess = status >= 200 && status < 300 && !isRedirected && acknowledge === "status";
  const isRefusedAlone = !isOurs && isTrusted && events.size === 1 && CONTENT_REFUSED.includes(status);
  if (isRefusedAlone) for (const key of events.keys()) rejected.set(key, undefined);

  const isAcknowledged = isOurs || isSuccess || isRefusedAlone;
  const kind = isAcknowledged ? "acknowledged" : kindOf(status, events.size);
  // Of RFC 9110 section 10.2.3, the form that services of AWS and rate limits use: seconds, and not a date.
  const askedMs = Math.max(Number(ack.retry_after_ms) || 0, Number(retryAfter) * 1_000 || 0);
  return {
    kind,
    retryAfterMs: kind === "misconfigured" ? MISCONFIGURED_RETRY_MS : Math.min(MAX_RETRY_AFTER_MS, askedMs),
    rejected,
    retry,
    isReported: isSuccess || (isOurs && ack.stored !== 0),
  };
}

/** What a status means without an acknowledgement. */
export function kindOf(status: number, sentEvents: number): Verdict["kind"] {
  if (CONTENT_REFUSED.includes(status)) return sentEvents > 1 ? "split" : "retry";
  if (status < 300 || TRY_LATER.includes(status)) return "retry";
  return status < 500 || NOT_SUPPORTED.includes(status) ? "misconfigured" : "retry";
}

/** An endpoint may answer anything. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
