/** Builds the log entry of a request: counts, ids and codes; never a body, a token, a cookie or a URL. Pure. */
import { REFUSALS } from "../refusals.ts";
import type { PutOutcome } from "../store/event-store.ts";
import type { Answer } from "./answer.ts";
import { findHint } from "./hints.ts";

export interface LogEntry {
  readonly level: "info" | "warn" | "error";
  readonly message: "ingest";
  readonly request_id: string;
  readonly duration_ms: number;
  readonly status: number;
  /** Events in the request, where it could be read. Always the sum of the four counts below. */
  readonly received?: number;
  readonly stored?: number;
  readonly duplicate?: number;
  readonly rejected?: number;
  readonly retry?: number;
  /** How often each code occurred: of rejections, refusals, failed puts. */
  readonly codes: Readonly<Record<string, number>>;
  /** What an operator can do about it. */
  readonly hint?: string;
}

const NO_EVENTS = { received: 0, stored: 0, duplicate: 0, rejected: 0, retry: 0 } as const;

interface RequestTrace {
  readonly requestId: string;
  readonly durationMs: number;
  /** Events in the request, counted before anything was done with them. */
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
        level: judgeLevel(answer.status, retry.length),
        status: answer.status,
        received,
        stored,
        duplicate,
        rejected: rejected.length,
        retry: retry.length,
        codes: countEach([...rejected.map(({ code }) => code), ...failures]),
        ...hintAt(failures),
      };
    }
    case "forgotten":
      return { ...entry, level: "info", status: 200, ...NO_EVENTS, codes: { id_forgotten: 1 } };
    case "refused":
      return { ...entry, level: "info", status: REFUSALS[answer.code].status, codes: { [answer.code]: 1 } };
    case "failed":
      return { ...entry, level: "error", status: 503, codes: { [answer.code]: 1 }, ...hintAt([answer.code]) };
  }
}

function judgeLevel(status: number, retryCount: number): LogEntry["level"] {
  if (status === 503) return "error";
  return retryCount > 0 ? "warn" : "info";
}

function hintAt(codes: readonly string[]): Pick<LogEntry, "hint"> {
  const hint = findHint(codes);
  return hint === undefined ? {} : { hint };
}

function countEach(codes: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, group]) => [code, group.length]));
}
