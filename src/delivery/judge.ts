/** Decides what an outcome means for the batch that was sent. Pure. */
import type { Outcome } from "../platform/platform.ts";
import type { Ack, Rejection } from "../wire.ts";

export type Verdict =
  /** Everything that is in neither list is durable. */
  | {
      readonly kind: "acknowledged";
      readonly rejected: readonly Rejection[];
      readonly retry: readonly string[];
      readonly afterMs: number;
    }
  /** Nobody confirmed anything. */
  | { readonly kind: "unknown" }
  | { readonly kind: "retry"; readonly afterMs: number }
  /** Something in the batch is refused, and the answer does not say what: halve it. */
  | { readonly kind: "split" }
  /** The endpoint is set up wrongly. It may be mended, so the batch is kept and tried rarely. */
  | { readonly kind: "hold"; readonly status: number };

/** Statuses that say "later": RFC 9110 sections 15.5 and 15.6, RFC 6585 (429), RFC 8470 (425). */
const isRetryable = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505);

/** Statuses that blame the content: RFC 9110 sections 15.5.1, 15.5.14 and 15.5.21. */
const blamesContent = (status: number): boolean => status === 400 || status === 413 || status === 422;

/** An hour: a longer `Retry-After` is taken for a mistake. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Returns what to do with the batch. `nowMs` is asked for: no clock is read here. */
export function judge(outcome: Outcome, batchId: string, nowMs: number): Verdict {
  if (outcome.kind === "handed_over") return { kind: "unknown" };
  if (outcome.kind === "unreachable") return { kind: "retry", afterMs: 0 };

  const { status } = outcome;
  const ack = parseAck(outcome.body);
  // A cache or a proxy answered with what belongs to another batch.
  if (ack.batch_id !== undefined && ack.batch_id !== batchId) return { kind: "unknown" };

  const afterMs = Math.min(
    LONGEST_RETRY_AFTER_MS,
    Math.max(Number(ack.retry_after_ms) || 0, parseRetryAfterMs(outcome.retryAfter, nowMs)),
  );
  const rejected = listOf<Rejection>(ack.rejected);
  if ((status >= 200 && status < 300) || (blamesContent(status) && rejected.length > 0)) {
    return { kind: "acknowledged", rejected, retry: listOf(ack.retry), afterMs };
  }
  if (blamesContent(status)) return { kind: "split" };
  if (isRetryable(status)) return { kind: "retry", afterMs };
  return { kind: "hold", status };
}

/** Returns an empty answer for a body that is not ours: other people's endpoints acknowledge by status alone. */
function parseAck(body: string): Partial<Ack> {
  try {
    return (JSON.parse(body) as Partial<Ack> | null) ?? {};
  } catch {
    return {};
  }
}

function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

/** Reads the two forms of RFC 9110 section 10.2.3, seconds and a date. Returns 0 for anything else. */
export function parseRetryAfterMs(value: string | undefined, nowMs: number): number {
  if (value === undefined) return 0;
  const seconds = Number(value);
  const waitMs = Number.isNaN(seconds) ? Date.parse(value) - nowMs : seconds * 1_000;
  return waitMs > 0 ? waitMs : 0;
}
