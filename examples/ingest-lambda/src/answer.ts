/** Decides what the sender is told, and how it is put into an HTTP response. Pure. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Ack, Rejection } from "../../../src/wire.ts";
import type { PutOutcome } from "./event-store.ts";
import type { EventRecord } from "./record.ts";
import { REFUSALS, type RefusalCode } from "./refusals.ts";

export type Answer =
  | { readonly kind: "acknowledged"; readonly status: 200 | 400 | 503; readonly ack: Ack }
  | { readonly kind: "refused"; readonly code: RefusalCode }
  | { readonly kind: "failed"; readonly errorName: string };

export interface Results {
  readonly batchId: string | undefined;
  readonly receivedAtMs: number;
  readonly records: readonly EventRecord[];
  readonly outcomes: ReadonlyMap<string, PutOutcome>;
  readonly rejected: readonly Rejection[];
}

/** What the sender of a request reads that was not looked at event by event. */
interface Failure {
  readonly ok: false;
  readonly code: RefusalCode | "internal_error";
  readonly message: string;
  readonly retry_after_ms?: number;
}

/** A store under load needs a moment, an operator needs longer. */
const RETRY_AFTER_MS = { retry: 1_000, misconfigured: 30_000, failed: 5_000 } as const;

export function acknowledge({ batchId, receivedAtMs, records, outcomes, rejected }: Results): Answer {
  const kinds = new Set([...outcomes.values()].map(({ kind }) => kind));
  const stored = [...outcomes.values()].filter(({ kind }) => kind === "stored").length;
  const durable = records.filter(({ key }) => isDurable(outcomes.get(key)));
  const retry = records.filter(({ key }) => !isDurable(outcomes.get(key))).map(({ eventId }) => eventId);
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
    ...(retry.length === 0
      ? {}
      : { retry_after_ms: kinds.has("misconfigured") ? RETRY_AFTER_MS.misconfigured : RETRY_AFTER_MS.retry }),
  };
  return { kind: "acknowledged", status, ack };
}

export function buildResponse(answer: Answer): APIGatewayProxyStructuredResultV2 {
  switch (answer.kind) {
    case "acknowledged":
      return respond(answer.status, answer.ack);
    case "refused": {
      const { status, message } = REFUSALS[answer.code];
      return respond(status, { ok: false, code: answer.code, message });
    }
    case "failed":
      return respond(503, {
        ok: false,
        code: "internal_error",
        message: "The ingest failed. Keep the events and send them again.",
        retry_after_ms: RETRY_AFTER_MS.failed,
      });
  }
}

function isDurable(outcome: PutOutcome | undefined): boolean {
  return outcome?.kind === "stored" || outcome?.kind === "duplicate";
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
