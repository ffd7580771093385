/** Takes a request down the layers: parse, validate, enrich, key, store, answer. Only the store has an effect. */
import { randomUUID } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { acknowledge, buildResponse, fail, type Answer } from "./answer/answer.ts";
import { storeWithinMs } from "./store/deadline.ts";
import { buildEnvelope, enrichEvent, readBatchId } from "./event/enrich.ts";
import type { EventStore, PutOutcome, TimeLeft } from "./store/event-store.ts";
import { isId } from "./fields.ts";
import { buildIdCookie, readIdCookie } from "./request/id-cookie.ts";
import type { JsonObject } from "./json.ts";
import { buildLogEntry, type LogEntry } from "./answer/log.ts";
import { judgeOrigin } from "./request/origin.ts";
import { parseBody } from "./request/parse.ts";
import { buildRecord } from "./event/record.ts";
import { readRequest, type HttpEvent, type RequestFacts } from "./request/request.ts";
import { isFromOwnSite } from "./request/same-site.ts";
import { mintUuid } from "./event/uuid.ts";
import { validateEvent } from "./event/validate.ts";

export interface HandlerOptions {
  readonly store: EventStore;
  /** Takes one entry for each request. */
  readonly log: (entry: LogEntry) => void;
  /** `https://shop.example` or `*.shop.example`. @default every origin */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Sets and reads the visitor's id in a cookie, for pages of the ingest's own site. @default false */
  readonly idCookie?: boolean;
  /** Stores nothing for browsers that send `Sec-GPC: 1`. @default false: the files tell that they did */
  readonly honoursGpc?: boolean;
  /** @default Date.now */
  readonly now?: () => number;
  /** @default Math.random */
  readonly random?: () => number;
}

export type HttpHandler = (
  event: HttpEvent,
  context?: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<APIGatewayProxyStructuredResultV2>;

export function createHandler(options: HandlerOptions): HttpHandler {
  const { log, now = Date.now, random = Math.random } = options;
  return async (event, context) => {
    const receivedAtMs = now();
    const endsAtMs = receivedAtMs + storeWithinMs(context?.getRemainingTimeInMillis());
    const scope = { ...options, receivedAtMs, timeLeftMs: () => endsAtMs - now(), chance: random() };

    const { answer, outcomes, received } = await ingest(event, scope).catch((error: unknown) =>
      refuse(fail(error, scope.chance)),
    );
    const trace = { requestId: readRequestId(event), durationMs: now() - receivedAtMs, received };
    log(buildLogEntry(answer, outcomes, trace));
    return buildResponse(answer);
  };
}

interface Ingested {
  readonly answer: Answer;
  readonly outcomes: readonly PutOutcome[];
  readonly received: number;
}

interface IngestScope extends HandlerOptions {
  readonly receivedAtMs: number;
  readonly timeLeftMs: TimeLeft;
  readonly chance: number;
}

async function ingest(event: HttpEvent, scope: IngestScope): Promise<Ingested> {
  const { store, allowedOrigins, receivedAtMs, timeLeftMs, chance } = scope;
  const origin = judgeOrigin(event.headers.origin, allowedOrigins);
  if (origin === "foreign") return refuse({ kind: "refused", code: "origin_not_allowed" });

  const parsed = parseBody(event.body, event.isBase64Encoded);
  if (parsed.kind === "refused") return refuse(parsed);

  const request = readRequest(event, origin, receivedAtMs);
  const isUnwanted = scope.honoursGpc === true && request.hasOptedOut;
  const verdicts = parsed.events.map((one, index) =>
    isUnwanted
      ? { kind: "rejected" as const, rejection: { index, code: "opted_out" as const } }
      : validateEvent(one, index),
  );
  const rejected = verdicts.flatMap((verdict) => (verdict.kind === "rejected" ? [verdict.rejection] : []));
  const valid = verdicts.flatMap((verdict) => (verdict.kind === "valid" ? [verdict.event] : []));

  const firstPartyId = scope.idCookie === true ? findFirstPartyId(event, valid, request) : undefined;
  const envelope = buildEnvelope(parsed.batch, request, firstPartyId);
  const mintId = (): bigint => mintUuid(receivedAtMs);
  const records = valid.map((one) => buildRecord(enrichEvent(one, envelope, mintId), receivedAtMs));

  const outcomes = records.length === 0 ? new Map<string, PutOutcome>() : await store.keep(records, timeLeftMs);
  const batchId = readBatchId(parsed.batch);
  const answer = acknowledge({ batchId, receivedAtMs, records, outcomes, rejected, chance });
  return {
    answer: firstPartyId === undefined ? answer : { ...answer, cookie: buildIdCookie(firstPartyId) },
    outcomes: [...outcomes.values()],
    received: parsed.events.length,
  };
}

/**
 * The id in the cookie, or the first that the page names: so the two differ only once the page has lost its own.
 * `undefined` where no cookie may be set: the page is of another site, or nothing of it is stored.
 */
function findFirstPartyId(
  event: HttpEvent,
  valid: readonly JsonObject[],
  { headerIds }: Pick<RequestFacts, "headerIds">,
): string | undefined {
  if (!isFromOwnSite(event) || valid.length === 0) return undefined;
  const named = [headerIds.client_id, ...valid.map(({ client_id }) => client_id)].find(isId);
  return readIdCookie(event) ?? named ?? randomUUID();
}

function refuse(answer: Answer): Ingested {
  return { answer, outcomes: [], received: 0 };
}

/** Who calls the function by hand, in the console, sends events of any shape. */
function readRequestId({ requestContext }: Partial<HttpEvent>): string {
  return requestContext?.requestId ?? "-";
}
