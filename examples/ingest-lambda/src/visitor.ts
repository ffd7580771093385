/** Takes `client_id` and `session_id` from the event, or from the request's headers where the event has none. Pure. */
import { isId, isMissing } from "./fields.ts";
import type { JsonObject } from "./json.ts";
import type { RequestFacts } from "./request.ts";

const VISITOR_FIELDS = ["client_id", "session_id"] as const;
type VisitorField = (typeof VISITOR_FIELDS)[number];

export interface ResolvedVisitor {
  readonly fields: Readonly<Partial<Record<VisitorField, unknown>>>;
  readonly sources: Readonly<Partial<Record<VisitorField, "client" | "header">>>;
}

export function resolveVisitor(event: JsonObject, { headerIds }: Pick<RequestFacts, "headerIds">): ResolvedVisitor {
  const told = VISITOR_FIELDS.filter((field) => !isMissing(event[field]));
  // A header that came twice is joined by a comma, which no id contains.
  const filled = VISITOR_FIELDS.filter((field) => isMissing(event[field]) && isId(headerIds[field]));
  return {
    fields: Object.fromEntries([
      ...told.map((field) => [field, event[field]]),
      ...filled.map((field) => [field, headerIds[field]]),
    ]),
    sources: Object.fromEntries([
      ...told.map((field) => [field, "client"]),
      ...filled.map((field) => [field, "header"]),
    ]),
  };
}
