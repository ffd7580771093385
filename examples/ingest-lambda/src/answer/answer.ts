/** Decides what the sender is told, and how it is put into an HTTP response. Pure. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Ack, Rejection } from "../../../../src/wire.ts";
import type { Outcomes, PutOutcome } from "../store/event-store.ts";
import type { EventRecord } from "../event/record.ts";
import { REFUSALS, type RefusalCode } from "../refusals.ts";

interface Acknowledged {
  readonly kind: "acknowledged";
  readonly status: 200 | 400 | 503;
  readonly ack: Ack;
  /** As the header `Set-Cookie` wants it. */
  readonly cookie?: string;
}

export type Answer =
  | Acknowledged
  | { readonly kind: "refused"; readonly code: RefusalCode }
  | { readonly kind: "failed"; readonly errorName: string; readonly retryAfterMs: number };

export interface Results {
  readonly batchId: string | undefined;
  readonly receivedAtMs: number;
  readonly records: readonly EventRecord[];
  readonly outcomes: Outcomes;
  readonly rejected: readonly Rejection[];
  /** From 0 to 1, so that pages which failed together do not come back together. */
  readonly chance: number;
}

/** What the sender of a request reads that was not looked at event by event. */
interface Failure {
  readonly ok: false;
  readonly code: RefusalCode | "internal_error";
  readonly message: string;
  readonly retry_after_ms?: number;
}

/** A lost put needs a moment, a store under load more, an operator most. */
const RETRY_AFTER_MS = { retry: 1_000, busy: 5_000, misconfigured: 30_000, failed: 5_000 } as const;

export function acknowledge({ batchId, receivedAtMs, records, outcomes, rejected, chance }: Results): Acknowledged {
  const results = [...outcomes.values()];
  const stored = results.filter(({ kind }) => kind === "stored").length;
  const durable = records.filter(({ eventId }) => isDurable(outcomes.get(eventId)));
  const retry = records.filter(({ eventId }) => !isDurable(outcomes.get(eventId))).map(({ eventId }) => eventId);
  const status = durable.length > 0 ? 200 : retry.length > 0 ? 503 : 400;
  const ack: Ack = {
    ok: status === 200,
    ...(batchId === undefined ? {} : { batch_id: batchId }),
    server_time: new Date(receivedAtMs).toISOString(),
    stored,
    // Twins within the request share the fate of the first.
    duplicate: durable.length - stored,
    rejected,
    retry,
    ...(retry.length === 0 ? {} : { retry_after_ms: spreadMs(findWorst(results), chance) }),
  };
  return { kind: "acknowledged", status, ack };
}

/** A fault of our own keeps the events with the client. Its message may quote the request, so only its name is kept. */
export function fail(error: unknown, chance: number): Answer {
  const errorName = error instanceof Error ? error.name : typeof error;
  return { kind: "failed", errorName, retryAfterMs: spreadMs("failed", chance) };
}

export function buildResponse(answer: Answer): APIGatewayProxyStructuredResultV2 {
  switch (answer.kind) {
    case "acknowledged": {
      const response = respond(answer.status, answer.ack);
      return answer.cookie === undefined ? response : { ...response, cookies: [answer.cookie] };
    }
    case "refused": {
      const { status, message } = REFUSALS[answer.code];
      return respond(status, { ok: false, code: answer.code, message });
    }
    case "failed":
      return respond(503, {
        ok: false,
        code: "internal_error",
        message: "The ingest failed. Keep the events and send them again.",
        retry_after_ms: answer.retryAfterMs,
      });
  }
}

function isDurable(outcome: PutOutcome | undefined): boolean {
  return outcome?.kind === "stored" || outcome?.kind === "duplicate";
}

function findWorst(results: readonly PutOutcome[]): "retry" | "busy" | "misconfigured" {
  const kinds = new Set(results.map(({ kind }) => kind));
  return kinds.has("misconfigured") ? "misconfigured" : kinds.has("busy") ? "busy" : "retry";
}

/** Up to twice as long: the page takes this for the least it has to wait. */
function spreadMs(reason: keyof typeof RETRY_AFTER_MS, chance: number): number {
  return Math.round(RETRY_AFTER_MS[reason] * (1 + chance));
}

/** API Gateway takes an answer without `statusCode` for a success, so there always is one. */
function respond(statusCode: number, body: Ack | Failure): APIGatewayProxyStructuredResultV2 {
  const { retry_after_ms } = body;
  return {
    statusCode,
    headers: {
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      ...(retry_after_ms === undefined ? {} : { "retry-after": String(Math.ceil(retry_after_ms / 1_000)) }),
    },
    body: JSON.stringify(body),
  };
}
