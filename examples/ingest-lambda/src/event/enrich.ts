/** Builds what is stored: the event, its products with the right types, the metadata it lacks, and `_ingest`. Pure. */
import { redactUrl } from "../../../../src/event/redact-url.ts";
import type { WireEvent } from "../../../../src/wire.ts";
import { isMissing, type JsonObject } from "../json.ts";
import type { RequestFacts } from "../request/request-facts.ts";
import type { IngestNote, RequestNote } from "./ingest-note.ts";
import { normalizeProducts } from "./product.ts";
import { resolveTimestamp } from "./timestamp.ts";
import { resolveUser } from "./user.ts";
import { parseUuid, printUuid } from "./uuid.ts";
import { resolveVisitor } from "./visitor.ts";

export interface EnrichedEvent {
  readonly id: bigint;
  readonly event: JsonObject & { readonly event_id: string; readonly _ingest: IngestNote };
}

/** What all events of a request share. */
export interface Envelope {
  readonly request: RequestFacts;
  readonly note: RequestNote;
}

/**
 * Asks `mintId` only for an event without an id. `_ingest` comes last and replaces any that was sent.
 * The size limits hold for the event as it was sent, so that nothing added here makes an event of the SDK too large.
 */
export function enrichEvent(event: JsonObject, { request, note }: Envelope, mintId: () => bigint): EnrichedEvent {
  const ownId = parseUuid(event.event_id);
  const id = ownId ?? mintId();
  const visitor = resolveVisitor(event, { headerIds: request.headerIds, firstPartyId: note.first_party_id });
  const { event_timestamp, ...timestamp } = resolveTimestamp(event.event_timestamp, note.sent_at, request.receivedAtMs);
  const user = resolveUser(event, request.identity, Date.parse(event_timestamp));

  const _ingest: IngestNote = {
    ...note,
    event_id_source: ownId === undefined ? "server" : "client",
    ...timestamp,
    identity: { ...visitor.sources, ...user.sources },
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

/** The SDK redacts its URLs in the page, by the site's own rules. Hand-written events go through the same redactor here. */
function redactUrls(event: JsonObject): JsonObject {
  const isFromSdk = !isMissing(event.page_load_id);
  if (isFromSdk) return {};
  const redacted = URL_FIELDS.flatMap((field) => {
    const url = event[field];
    return typeof url === "string" ? [[field, redactUrl(url)] as const] : [];
  });
  return Object.fromEntries(redacted);
}
