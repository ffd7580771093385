/** Takes `client_id` and `session_id` from the event, or from the request's headers where the event has none. Pure. */
import { isId, isMissing } from "./fields.ts";
import type { JsonObject } from "./json.ts";
import type { RequestFacts } from "./request.ts";

const VISITOR_FIELDS = ["client_id", "session_id"] as const;
type VisitorField = (typeof VISITOR_FIELDS)[number];

type VisitorRecord<Value> = Readonly<Partial<Record<VisitorField, Value>>>;

export interface ResolvedVisitor {
  readonly fields: VisitorRecord<unknown>;
  /** Who said it, for each field that is there. */
  readonly sources: VisitorRecord<"client" | "header">;
}

export function resolveVisitor(event: JsonObject, { headerIds }: Pick<RequestFacts, "headerIds">): ResolvedVisitor {
  const told = VISITOR_FIELDS.filter((field) => !isMissing(event[field]));
  // A header that came twice is joined by a comma, which no id contains.
  const filled = VISITOR_FIELDS.filter((field) => isMissing(event[field]) && isId(headerIds[field]));
  return {
    fields: { ...fill(told, (field) => event[field]), ...fill(filled, (field) => headerIds[field]) },
    sources: { ...fill(told, () => "client" as const), ...fill(filled, () => "header" as const) },
  };
}

function fill<Value>(fields: readonly VisitorField[], valueOf: (field: VisitorField) => Value): VisitorRecord<Value> {
  return Object.fromEntries(fields.map((field) => [field, valueOf(field)]));
}
