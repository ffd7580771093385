/** Builds what is stored: the event as it came, the metadata that it lacks, and `_ingest`, the ingest's own note. Pure. */
import type { Batch } from "../../../src/wire.ts";
import { isId } from "./fields.ts";
import type { JsonObject } from "./json.ts";
import type { RequestFacts } from "./request.ts";
import { readStream } from "./stream.ts";
import { parseIsoMs, resolveTimestamp, type EventTime } from "./timestamp.ts";
import { resolveUser, type ResolvedUser } from "./user.ts";
import { parseUuid, printUuid } from "./uuid.ts";
import { resolveVisitor, type ResolvedVisitor } from "./visitor.ts";

/** How an event came in, and who vouches for what. A client cannot write it. */
export interface IngestNote extends Omit<EventTime, "event_timestamp"> {
  readonly received_at: string;
  readonly sent_at: string | undefined;
  readonly batch_id: string | undefined;
  readonly request_id: string;
  readonly source_ip: string;
  readonly user_agent: string | undefined;
  readonly origin: string | undefined;
  /** The origin is on the list of those allowed. Never true without such a list. */
  readonly origin_verified: boolean;
  /** `server`: the event came without an id, so sending it again stores it again. */
  readonly event_id_source: "client" | "server";
  /** Who said who it is: only `jwt` is proven. */
  readonly identity: ResolvedVisitor["sources"] & ResolvedUser["sources"];
  readonly claimed?: ResolvedUser["claimed"];
  readonly stream: Batch["stream"] | undefined;
}

export interface EnrichedEvent {
  readonly id: bigint;
  readonly event: JsonObject & { readonly _ingest: IngestNote };
}

/** `mintId` is asked only for an event without an id. `_ingest` comes last and replaces any that was sent. */
export function enrichEvent(
  event: JsonObject,
  batch: JsonObject,
  { request, mintId }: { readonly request: RequestFacts; readonly mintId: () => bigint },
): EnrichedEvent {
  const ownId = parseUuid(event.event_id);
  const id = ownId ?? mintId();
  const visitor = resolveVisitor(event, request);
  const user = resolveUser(event, request.witness);
  const { event_timestamp, ...timestamp } = resolveTimestamp(
    event.event_timestamp,
    batch.sent_at,
    request.receivedAtMs,
  );

  const note: IngestNote = {
    received_at: new Date(request.receivedAtMs).toISOString(),
    sent_at: readSentAt(batch),
    batch_id: readBatchId(batch),
    request_id: request.requestId,
    source_ip: request.sourceIp,
    user_agent: request.userAgent,
    origin: request.origin,
    origin_verified: request.isOriginVerified,
    event_id_source: ownId === undefined ? "server" : "client",
    ...timestamp,
    identity: { ...visitor.sources, ...user.sources },
    ...(user.claimed ? { claimed: user.claimed } : {}),
    stream: readStream(batch.stream),
  };
  return {
    id,
    event: { ...event, event_id: printUuid(id), event_timestamp, ...visitor.fields, ...user.fields, _ingest: note },
  };
}

export function readBatchId({ batch_id }: JsonObject): string | undefined {
  return isId(batch_id) ? batch_id : undefined;
}

function readSentAt({ sent_at }: JsonObject): string | undefined {
  return typeof sent_at === "string" && parseIsoMs(sent_at) !== undefined ? sent_at : undefined;
}
