/** Builds what is stored: the event, its fields with their types, the metadata it lacks, and `_ingest`. Pure. */
import { redactUrl } from "../../../../src/event/redact-url.ts";
import type { WireEvent } from "../../../../src/wire.ts";
import { isId } from "../formats.ts";
import type { JsonObject } from "../json.ts";
import type { RequestFacts } from "../request/request-facts.ts";
import { resolveEventId } from "./event-id.ts";
import type { IngestNote, RequestNote } from "./ingest-note.ts";
import { buildOriginal, type Change } from "./original.ts";
import { readFields } from "./read-fields.ts";
import { keepReadable } from "./readable.ts";
import { resolveTimestamp } from "./timestamp.ts";
import { resolveUser } from "./user.ts";
import { printUuid } from "./uuid.ts";
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
 * Asks `mintId` only for an event without an id. `_ingest` comes last, so nothing of the client replaces it. The size
 * limits hold for the event as it was sent, so that nothing added here makes an event of the SDK too large.
 */
export function enrichEvent(sent: JsonObject, { request, note }: Envelope, mintId: () => bigint): EnrichedEvent {
  const { id, source: event_id_source, changes: idChanges } = resolveEventId(sent, mintId);
  const typed = readFields(sent);
  const { event, changes: readableChanges } = keepReadable(typed.event);
  const visitor = resolveVisitor(event, { headerIds: request.headerIds, firstPartyId: note.first_party_id });
  const { time, changes: timeChanges } = resolveTimestamp(sent.event_timestamp, note.sent_at, request.receivedAtMs);
  const { event_timestamp, ...timeNote } = time;
  const user = resolveUser(event, request.identity, Date.parse(event_timestamp));
  const urls = redactUrls(event, isId(sent.page_load_id));

  const original = buildOriginal([
    ...idChanges,
    ...timeChanges,
    ...typed.changes,
    ...readableChanges,
    ...Object.keys(urls).map((field): Change => ({ path: [field], value: sent[field] })),
  ]);
  const _ingest: IngestNote = {
    ...note,
    event_id_source,
    ...timeNote,
    identity: { ...visitor.sources, ...user.sources },
    ...(original ? { original } : {}),
  };
  return {
    id,
    event: {
      ...event,
      ...urls,
      event_id: printUuid(id),
      event_timestamp,
      ...visitor.fields,
      ...user.fields,
      _ingest,
    },
  };
}

const URL_FIELDS = ["page_url", "page_referrer"] as const satisfies readonly (keyof WireEvent)[];

/**
 * The SDK redacts its URLs in the page, by the site's own rules. Hand-written events, which have no page load, go through
 * the same redactor here. It may cut a surrogate pair.
 */
function redactUrls(event: JsonObject, isFromSdk: boolean): JsonObject {
  if (isFromSdk) return {};
  const redacted = URL_FIELDS.flatMap((field) => {
    const url = event[field];
    const rest = typeof url === "string" ? redactUrl(url)?.toWellFormed() : url;
    return rest === url ? [] : [[field, rest] as const];
  });
  return Object.fromEntries(redacted);
}
