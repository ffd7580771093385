/** Builds what is stored: the event as it came but for its products' types, the metadata that it lacks, and `_ingest`, the ingest's own note. Pure. */
import { redactUrl } from "../../../../src/redact-url.ts";
import type { Batch, WireEvent } from "../../../../src/wire.ts";
import { isId, isMissing } from "../fields.ts";
import type { JsonObject } from "../json.ts";
import { normalizeProducts } from "./product.ts";
import type { RequestFacts } from "../request/request.ts";
import { readStream } from "./stream.ts";
import { parseIsoMs, resolveTimestamp, type EventTime } from "./timestamp.ts";
import type { TokenState } from "../request/token.ts";
import { resolveUser, type ResolvedUser } from "./user.ts";
import { parseUuid, printUuid } from "./uuid.ts";
import { resolveVisitor, type ResolvedVisitor } from "./visitor.ts";

/** How a request came in: the same for all of its events. */
export interface RequestNote {
  readonly received_at: string;
  readonly sent_at: string | undefined;
  readonly batch_id: string | undefined;
  readonly request_id: string;
  readonly source_ip: string;
  readonly user_agent: string | undefined;
  readonly origin: string | undefined;
  /** The origin is on the list of those allowed. Never true without such a list. */
  readonly origin_verified: boolean;
  /** The browser sent `Sec-GPC: 1`. */
  readonly gpc?: true;
  /** The state of the login token, where one came. */
  readonly token?: TokenState;
  /** The id in the ingest's own cookie, which outlives the page's storage. */
  readonly first_party_id?: string;
  readonly stream: Batch["stream"] | undefined;
}

/** How an event came in, and who vouches for what. A client cannot write it. */
export interface IngestNote extends RequestNote, Omit<EventTime, "event_timestamp"> {
  /** `server`: the event came without an id, so sending it again stores it again. */
  readonly event_id_source: "client" | "server";
  /** Who said who it is: only `jwt` is proven. */
  readonly identity: ResolvedVisitor["sources"] & ResolvedUser["sources"];
  readonly claimed?: ResolvedUser["claimed"];
}

export interface EnrichedEvent {
  readonly id: bigint;
  readonly event: JsonObject & { readonly event_id: string; readonly _ingest: IngestNote };
}

/** What all events of a request share. */
export interface Envelope {
  readonly request: RequestFacts;
  readonly note: RequestNote;
  readonly firstPartyId: string | undefined;
}

export function buildEnvelope(batch: JsonObject, request: RequestFacts, firstPartyId: string | undefined): Envelope {
  const note: RequestNote = {
    received_at: new Date(request.receivedAtMs).toISOString(),
    sent_at: readSentAt(batch),
    batch_id: readBatchId(batch),
    request_id: request.requestId,
    source_ip: request.sourceIp,
    user_agent: request.userAgent,
    origin: request.origin,
    origin_verified: request.isOriginVerified,
    ...(request.hasOptedOut ? { gpc: true } : {}),
    ...(request.token === undefined ? {} : { token: request.token }),
    ...(firstPartyId === undefined ? {} : { first_party_id: firstPartyId }),
    stream: readStream(batch.stream),
  };
  return { request, note, firstPartyId };
}

/**
 * `mintId` is asked only for an event without an id. `_ingest` comes last and replaces any that was sent.
 * The event was measured as it was sent, so that no event of the SDK is too large for the quotes of an id.
 */
export function enrichEvent(event: JsonObject, envelope: Envelope, mintId: () => bigint): EnrichedEvent {
  const { request, note, firstPartyId } = envelope;
  const ownId = parseUuid(event.event_id);
  const id = ownId ?? mintId();
  const visitor = resolveVisitor(event, { headerIds: request.headerIds, firstPartyId });
  const user = resolveUser(event, request.witness);
  const { event_timestamp, ...timestamp } = resolveTimestamp(event.event_timestamp, note.sent_at, request.receivedAtMs);

  const _ingest: IngestNote = {
    ...note,
    event_id_source: ownId === undefined ? "server" : "client",
    ...timestamp,
    identity: { ...visitor.sources, ...user.sources },
    ...(user.claimed ? { claimed: user.claimed } : {}),
  };
  return {
    id,
    event: {
      ...normalizeProducts(event),
      ...redactUrls(event),
      event_id: printUuid(id),
      event_timestamp,
      ...visitor.fields,
      ...user.fields,
      _ingest,
    },
  };
}

const URL_FIELDS = ["page_url", "page_referrer"] as const satisfies readonly (keyof WireEvent)[];

/** The page has redacted what it tracked, by the site's own rules. What was written by hand goes through the same redactor here. */
function redactUrls(event: JsonObject): JsonObject {
  if (!isMissing(event.page_load_id)) return {};
  const redacted = URL_FIELDS.flatMap((field) => {
    const url = event[field];
    return typeof url === "string" ? [[field, redactUrl(url)] as const] : [];
  });
  return Object.fromEntries(redacted);
}

export function readBatchId({ batch_id }: JsonObject): string | undefined {
  return isId(batch_id) ? batch_id : undefined;
}

function readSentAt({ sent_at }: JsonObject): string | undefined {
  return typeof sent_at === "string" && parseIsoMs(sent_at) !== undefined ? sent_at : undefined;
}
