/** The field `_ingest` of each stored event: how it came in, and who says what. A client cannot write it. Pure. */
import type { Batch } from "../../../../src/wire.ts";
import type { JsonObject } from "../json.ts";
import type { BatchFacts } from "../request/batch.ts";
import type { RequestFacts } from "../request/request-facts.ts";
import type { TokenState } from "../request/token.ts";
import type { ResolvedId } from "./event-id.ts";
import type { EventTime } from "./timestamp.ts";
import type { ResolvedUser } from "./user.ts";
import type { ResolvedVisitor } from "./visitor.ts";

/** The part that all events of a request share. */
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
  /** The id in the ingest's own cookie, which the page keeps when it loses its own storage. */
  readonly first_party_id?: string;
  readonly stream: Batch["stream"] | undefined;
}

export interface IngestNote extends RequestNote, Omit<EventTime, "event_timestamp"> {
  readonly event_id_source: ResolvedId["source"];
  /** Where the fields of user and visitor come from. Only `jwt` is proven. */
  readonly identity: ResolvedVisitor["sources"] & ResolvedUser["sources"];
  /** User fields of the client that a token has replaced. Objects of version 0.1.0 have it; no later one replaces any. */
  readonly claimed?: JsonObject;
  /** What was changed in the event or taken out of its place, as it came. */
  readonly original?: JsonObject;
}

export function buildRequestNote(
  request: RequestFacts,
  batch: BatchFacts,
  firstPartyId: string | undefined,
): RequestNote {
  return {
    received_at: new Date(request.receivedAtMs).toISOString(),
    sent_at: batch.sentAt,
    batch_id: batch.batchId,
    request_id: request.requestId,
    source_ip: request.sourceIp,
    user_agent: request.userAgent,
    origin: request.origin,
    origin_verified: request.isOriginVerified,
    ...(request.hasOptedOut ? { gpc: true } : {}),
    ...(request.token === undefined ? {} : { token: request.token }),
    ...(firstPartyId === undefined ? {} : { first_party_id: firstPartyId }),
    stream: batch.stream,
  };
}
