/** Takes `client_id` and `session_id` from the event, or from the request where the event has none. Pure. */
import type { WireEvent } from "../../../../src/wire.ts";
import { isMissing, type JsonObject } from "../json.ts";

const VISITOR_FIELDS = ["client_id", "session_id"] as const satisfies readonly (keyof WireEvent)[];
type VisitorField = (typeof VISITOR_FIELDS)[number];
type VisitorRecord<Value> = Readonly<Partial<Record<VisitorField, Value>>>;
type VisitorSource = "client" | "header" | "cookie";

/** As nanoid, Cognito and login services make them. A header that came twice is joined by a comma. */
const HEADER_ID = /^[\w.:@|+=-]{1,512}$/;

export interface ResolvedVisitor {
  readonly fields: VisitorRecord<unknown>;
  /** Where each field comes from. */
  readonly sources: VisitorRecord<VisitorSource>;
}

interface RequestIds {
  readonly headerIds: VisitorRecord<string | undefined>;
  /** From the ingest's own cookie. */
  readonly firstPartyId?: string | undefined;
}

export function resolveVisitor(event: JsonObject, { headerIds, firstPartyId }: RequestIds): ResolvedVisitor {
  const fields: Partial<Record<VisitorField, unknown>> = {};
  const sources: Partial<Record<VisitorField, VisitorSource>> = {};
  const fill = (field: VisitorField, value: unknown, source: VisitorSource): void => {
    if (isMissing(value) || field in fields) return;
    fields[field] = value;
    sources[field] = source;
  };
  for (const field of VISITOR_FIELDS) {
    fill(field, event[field], "client");
    const inHeader = headerIds[field];
    if (inHeader !== undefined && HEADER_ID.test(inHeader)) fill(field, inHeader, "header");
  }
  fill("client_id", firstPartyId, "cookie");
  return { fields, sources };
}
