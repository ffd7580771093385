/** Tells how a request went: counts, ids and codes; never a body, a token, a cookie or a URL. Pure. */
import type { Answer } from "./answer.ts";
import type { PutOutcome } from "../store/event-store.ts";
import { REFUSALS } from "../refusals.ts";

export interface LogEntry {
  readonly level: "info" | "warn" | "error";
  readonly message: "ingest";
  readonly request_id: string;
  readonly duration_ms: number;
  readonly status: number;
  /** Events in the request, where it could be read: always the sum of the four below. */
  readonly received?: number;
  readonly stored?: number;
  readonly duplicate?: number;
  readonly rejected?: number;
  readonly retry?: number;
  /** How often each reason came up: rejections, refusals, failed puts. */
  readonly codes: Readonly<Record<string, number>>;
}

interface RequestTrace {
  readonly requestId: string;
  readonly durationMs: number;
  /** As many as came, counted before anything was done with them. */
  readonly received: number;
}

export function buildLogEntry(
  answer: Answer,
  outcomes: Iterable<PutOutcome>,
  { requestId, durationMs, received }: RequestTrace,
): LogEntry {
  const entry = { message: "ingest", request_id: requestId, duration_ms: durationMs } as const;
  switch (answer.kind) {
    case "acknowledged": {
      const { stored, duplicate, rejected, retry } = answer.ack;
      const failures = [...outcomes].flatMap((outcome) => ("code" in outcome ? [outcome.code] : []));
      return {
        ...entry,
        level: answer.status === 503 ? "error" : retry.length > 0 ? "warn" : "info",
        status: answer.status,
        received,
        stored,
        duplicate,
        rejected: rejected.length,
        retry: retry.length,
        codes: countEach([...rejected.map(({ code }) => code), ...failures]),
      };
    }
    case "refused":
      return { ...entry, level: "info", status: REFUSALS[answer.code].status, codes: { [answer.code]: 1 } };
    case "failed":
      return { ...entry, level: "error", status: 503, codes: { [answer.errorName]: 1 } };
  }
}

function countEach(codes: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, group]) => [code, group.length]));
}
