/** Handles a request: checks its origin, reads its body, validates, enriches and stores its events, and answers. */
import { randomUUID } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { acknowledge, fail, failForOperator, type Answer } from "./answer/answer.ts";
import { buildLogEntry, type LogEntry } from "./answer/log.ts";
import { buildResponse } from "./answer/response.ts";
import { enrichEvent } from "./event/enrich.ts";
import { buildRequestNote } from "./event/ingest-note.ts";
import { buildRecord } from "./event/record.ts";
import { mintUuid } from "./event/uuid.ts";
import { rejectAll, validateEvents } from "./event/validate.ts";
import { isId } from "./formats.ts";
import type { JsonObject } from "./json.ts";
import { readBatch } from "./request/batch.ts";
import { parseBody } from "./request/body.ts";
import type { HttpEvent } from "./request/http-event.ts";
import { asksToForget, buildForgottenCookie, buildIdCookie, readIdCookie } from "./request/id-cookie.ts";
import { isFromOwnSite, judgeOrigin, type OriginRules } from "./request/origin.ts";
import { readCall } from "./request/read-call.ts";
import { readRequestFacts } from "./request/request-facts.ts";
import { judgeToken, type VerifyToken } from "./request/token.ts";
import { storeWithinMs, type TimeLeft } from "./store/deadline.ts";
import type { EventStore, PutOutcome } from "./store/event-store.ts";

export interface HandlerOptions extends OriginRules {
  readonly store: EventStore;
  /** Takes one entry for each request. */
  readonly log: (entry: LogEntry) => void;
  /** Sets and reads the visitor's id in a cookie, for pages of the ingest's own site. @default false */
  readonly idCookie?: boolean;
  /** Stores nothing for browsers that send `Sec-GPC: 1`. @default false: it is noted in `_ingest.gpc` */
  readonly honoursGpc?: boolean;
  /** Verifies login tokens. @default those of the gateway's authorizer are believed, and no others */
  readonly verifyToken?: VerifyToken | undefined;
  /** @default Date.now */
  readonly now?: () => number;
  /** @default Math.random */
  readonly random?: () => number;
}

export type HttpHandler = (
  event: HttpEvent,
  context?: Pick<Context, "getRemainingTimeInMillis"> & Partial<Pick<Context, "awsRequestId">>,
) => Promise<APIGatewayProxyStructuredResultV2>;

export function createHandler(options: HandlerOptions): HttpHandler {
  const { log, now = Date.now, random = Math.random } = options;
  return async (event, context) => {
    const receivedAtMs = now();
    const endsAtMs = receivedAtMs + storeWithinMs(context?.getRemainingTimeInMillis());
    const timeLeftMs = (): number => endsAtMs - now();
    const jitter = random();

    const call = readCall(event);
    const { answer, outcomes, received } =
      call.kind === "other"
        ? withoutEvents(failForOperator(call.code, jitter))
        : await ingest(call.event, { ...options, receivedAtMs, timeLeftMs, jitter }).catch((error: unknown) =>
            withoutEvents(fail(error, jitter)),
          );
    // A call that is no request has only Lambda's own id.
    const requestId = call.kind === "other" ? (context?.awsRequestId ?? "-") : call.event.requestContext.requestId;
    log(buildLogEntry(answer, outcomes, { requestId, durationMs: now() - receivedAtMs, received }));
    return buildResponse(answer);
  };
}

interface Ingested {
  readonly answer: Answer;
  readonly outcomes: Iterable<PutOutcome>;
  readonly received: number;
}

interface IngestOptions extends HandlerOptions {
  readonly receivedAtMs: number;
  readonly timeLeftMs: TimeLeft;
  readonly jitter: number;
}

/** Only the verification of a token and the store have effects here. */
async function ingest(event: HttpEvent, options: IngestOptions): Promise<Ingested> {
  const { store, idCookie = false, honoursGpc = false, receivedAtMs, timeLeftMs, jitter } = options;
  const origin = judgeOrigin(event, options);
  if (origin === "foreign") return withoutEvents({ kind: "refused", code: "origin_not_allowed" });

  // Also where the cookie is switched off: it may have been on before.
  if (asksToForget(event)) return withoutEvents({ kind: "forgotten", cookie: buildForgottenCookie() });

  const body = parseBody(event.body, event.isBase64Encoded);
  if (body.kind === "refused") return withoutEvents(body);

  const token = await judgeToken(event, receivedAtMs, options.verifyToken);
  const request = readRequestFacts(event, { origin, token, receivedAtMs });
  const isUnwanted = honoursGpc && request.hasOptedOut;
  const { valid, rejected } = isUnwanted ? rejectAll(body.events, "opted_out") : validateEvents(body.events);

  const batch = readBatch(body.batch);
  const firstPartyId = idCookie ? findFirstPartyId(event, valid) : undefined;
  const envelope = { request, note: buildRequestNote(request, batch, firstPartyId) };
  const mintId = (): bigint => mintUuid(receivedAtMs);
  const records = valid.map((one) => buildRecord(enrichEvent(one, envelope, mintId), receivedAtMs));

  const outcomes = await store.keep(records, timeLeftMs);
  const cookie = firstPartyId === undefined ? undefined : buildIdCookie(firstPartyId);
  return {
    answer: acknowledge({ batchId: batch.batchId, receivedAtMs, records, outcomes, rejected, jitter, cookie }),
    outcomes: outcomes.values(),
    received: body.events.length,
  };
}

/**
 * Returns the id in the cookie, or the first id that the page sent, so that the two differ only after the page has lost
 * its own. `undefined` where no cookie may be set: the page is of another site, or nothing of it is stored.
 */
function findFirstPartyId(event: HttpEvent, valid: readonly JsonObject[]): string | undefined {
  if (!isFromOwnSite(event) || valid.length === 0) return undefined;
  const sentIds = [event.headers["x-client-id"], ...valid.map(({ client_id }) => client_id)];
  return readIdCookie(event) ?? sentIds.find(isId) ?? randomUUID();
}

/** For an answer that was given before the events were looked at. */
function withoutEvents(answer: Answer): Ingested {
  return { answer, outcomes: [], received: 0 };
}
