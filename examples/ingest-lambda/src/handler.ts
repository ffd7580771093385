/** Takes a request down the layers: parse, validate, enrich, key, store, answer. Only the store has an effect. */
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { acknowledge, buildResponse, type Answer } from "./answer.ts";
import { enrichEvent, readBatchId } from "./enrich.ts";
import { putAll, type EventStore, type PutOutcome } from "./event-store.ts";
import { buildLogEntry, writeLogEntry, type LogEntry } from "./log.ts";
import { judgeOrigin } from "./origin.ts";
import { parseBody } from "./parse.ts";
import { buildRecord } from "./record.ts";
import { readRequest, type HttpEvent } from "./request.ts";
import { mintUuid } from "./uuid.ts";
import { validateEvent } from "./validate.ts";

export interface HandlerOptions {
  readonly store: EventStore;
  /** @default Date.now */
  readonly now?: () => number;
  /** Takes one entry for each request. @default a line of JSON on standard output */
  readonly log?: (entry: LogEntry) => void;
  /** `https://shop.example` or `*.shop.example`. @default every origin */
  readonly allowedOrigins?: readonly string[] | undefined;
}

export type HttpHandler = (
  event: HttpEvent,
  context?: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** No put begins later than this: with the last one's own bound the answer is out before the page stops waiting (10 s). */
const START_PUTS_WITHIN_MS = 5_000;

export function createHandler(options: HandlerOptions): HttpHandler {
  const { now = Date.now, log = writeLogEntry } = options;
  return async (event, context) => {
    const receivedAtMs = now();
    const budgetMs = Math.min(START_PUTS_WITHIN_MS, (context?.getRemainingTimeInMillis() ?? Infinity) / 2);
    const isTimeLeft = (): boolean => now() - receivedAtMs < budgetMs;

    const { answer, outcomes } = await ingest(event, { ...options, receivedAtMs, isTimeLeft }).catch(fail);
    const trace = { requestId: event.requestContext.requestId, durationMs: now() - receivedAtMs };
    log(buildLogEntry(answer, outcomes, trace));
    return buildResponse(answer);
  };
}

interface Ingested {
  readonly answer: Answer;
  readonly outcomes: readonly PutOutcome[];
}

interface IngestScope extends Pick<HandlerOptions, "store" | "allowedOrigins"> {
  readonly receivedAtMs: number;
  readonly isTimeLeft: () => boolean;
}

async function ingest(event: HttpEvent, scope: IngestScope): Promise<Ingested> {
  const { store, allowedOrigins, receivedAtMs, isTimeLeft } = scope;
  const origin = judgeOrigin(event.headers.origin, allowedOrigins);
  if (origin === "foreign") return { answer: { kind: "refused", code: "origin_not_allowed" }, outcomes: [] };

  const parsed = parseBody(event.body, event.isBase64Encoded);
  if (parsed.kind === "refused") return { answer: parsed, outcomes: [] };

  const verdicts = parsed.events.map(validateEvent);
  const rejected = verdicts.flatMap((verdict) => (verdict.kind === "rejected" ? [verdict.rejection] : []));
  const valid = verdicts.flatMap((verdict) => (verdict.kind === "valid" ? [verdict.event] : []));

  const request = readRequest(event, origin, receivedAtMs);
  const mintId = (): bigint => mintUuid(receivedAtMs);
  const records = valid.map((one) => buildRecord(enrichEvent(one, parsed.batch, { request, mintId }), receivedAtMs));

  const outcomes = await putAll(store, records, isTimeLeft);
  const batchId = readBatchId(parsed.batch);
  const answer = acknowledge({ batchId, receivedAtMs, records, outcomes, rejected });
  return { answer, outcomes: [...outcomes.values()] };
}

/** A fault of our own keeps the events with the client. Its message may quote the request, so only its name is logged. */
function fail(error: unknown): Ingested {
  return {
    answer: { kind: "failed", errorName: error instanceof Error ? error.name : typeof error },
    outcomes: [],
  };
}
