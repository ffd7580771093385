/** Decides what the sender of a request receives as an answer. Pure. */
import type { Ack, Rejection } from "../../../../src/wire.ts";
import type { EventRecord } from "../event/record.ts";
import type { RefusalCode } from "../refusals.ts";
import type { Outcomes, PutOutcome } from "../store/event-store.ts";

interface Acknowledged {
  readonly kind: "acknowledged";
  readonly status: 200 | 400 | 503;
  readonly ack: Ack;
  /** The value of the header `Set-Cookie`. */
  readonly cookie?: string | undefined;
}

export type Answer =
  | Acknowledged
  /** The id cookie is deleted, as the page asked. */
  | { readonly kind: "forgotten"; readonly cookie: string }
  | { readonly kind: "refused"; readonly code: RefusalCode }
  | { readonly kind: "failed"; readonly code: string; readonly retryAfterMs: number };

export interface Results {
  readonly batchId: string | undefined;
  readonly receivedAtMs: number;
  readonly records: readonly EventRecord[];
  readonly outcomes: Outcomes;
  readonly rejected: readonly Rejection[];
  /** From 0 to 1, so that pages whose requests failed together do not all retry together. */
  readonly jitter: number;
  readonly cookie?: string | undefined;
}

/** A lost put may work at once, a store under load needs longer, and an operator longest. */
const RETRY_AFTER_MS = { retry: 1_000, busy: 5_000, misconfigured: 30_000, failed: 5_000 } as const;

export function acknowledge(results: Results): Acknowledged {
  const { batchId, receivedAtMs, records, outcomes, rejected, jitter, cookie } = results;
  const isDurable = ({ eventId }: EventRecord): boolean => isStored(outcomes.get(eventId));
  const durable = records.filter(isDurable);
  const retry = records.filter((record) => !isDurable(record)).map(({ eventId }) => eventId);
  // One outcome for each id: of duplicates within the request, only the first one is stored.
  const stored = [...outcomes.values()].filter(({ kind }) => kind === "stored").length;

  const status = judgeStatus(durable.length, retry.length);
  const ack: Ack = {
    ok: status === 200,
    ...(batchId === undefined ? {} : { batch_id: batchId }),
    server_time: new Date(receivedAtMs).toISOString(),
    stored,
    duplicate: durable.length - stored,
    rejected,
    retry,
    ...(retry.length === 0 ? {} : { retry_after_ms: addJitter(findWorst(outcomes), jitter) }),
  };
  return { kind: "acknowledged", status, ack, cookie };
}

/** Answers for a fault of the ingest itself: the page keeps its events. The error's message may quote them, so only its name is kept. */
export function fail(error: unknown, jitter: number): Answer {
  const code = error instanceof Error ? error.name : typeof error;
  return { kind: "failed", code, retryAfterMs: addJitter("failed", jitter) };
}

/** Answers for a fault that only an operator can fix. */
export function failForOperator(code: string, jitter: number): Answer {
  return { kind: "failed", code, retryAfterMs: addJitter("misconfigured", jitter) };
}

function isStored(outcome: PutOutcome | undefined): boolean {
  return outcome?.kind === "stored" || outcome?.kind === "duplicate";
}

function judgeStatus(durableCount: number, retryCount: number): Acknowledged["status"] {
  if (durableCount > 0) return 200;
  return retryCount > 0 ? 503 : 400;
}

/** The outcome that needs the longest time until a retry. */
function findWorst(outcomes: Outcomes): "retry" | "busy" | "misconfigured" {
  const kinds = new Set([...outcomes.values()].map(({ kind }) => kind));
  if (kinds.has("misconfigured")) return "misconfigured";
  return kinds.has("busy") ? "busy" : "retry";
}

/** Up to twice the time: a page waits at least as long as it is asked to. */
function addJitter(reason: keyof typeof RETRY_AFTER_MS, jitter: number): number {
  return Math.round(RETRY_AFTER_MS[reason] * (1 + jitter));
}
