/** Decides which events can be stored, and gives each of the others a code. Pure. */
import type { Rejection, WireEvent } from "../../../../src/wire.ts";
import { isCount, isId, isSnakeCase, isUserId } from "../formats.ts";
import { copyClean, isJsonObject, isMissing, type JsonObject } from "../json.ts";
import { findSizeFault, type SizeFault } from "./size-limits.ts";
import { parseUuid } from "./uuid.ts";

/** The fields that are checked. An event may lack each of them. All other fields are stored as they come. */
export const FIELD_RULES = [
  { field: "event_id", isValid: (value: unknown) => parseUuid(value) !== undefined },
  { field: "client_id", isValid: isId },
  { field: "session_id", isValid: isId },
  { field: "page_load_id", isValid: isId },
  { field: "event_seq", isValid: (value: unknown) => isCount(value) && value > 0 },
  { field: "user_id", isValid: isUserId },
  { field: "user_login_state", isValid: (value: unknown) => value === "logged_in" || value === "anonymous" },
  { field: "identity_source", isValid: isId },
] as const satisfies readonly { readonly field: keyof WireEvent; isValid(value: unknown): boolean }[];

export type RejectionCode =
  "not_object" | "opted_out" | "invalid_event_name" | `invalid_${(typeof FIELD_RULES)[number]["field"]}` | SizeFault;

export type CodedRejection = Rejection & { readonly code: RejectionCode };

export type Verdict =
  | { readonly kind: "valid"; readonly event: JsonObject }
  | { readonly kind: "rejected"; readonly rejection: CodedRejection };

export interface Validated {
  readonly valid: readonly JsonObject[];
  readonly rejected: readonly CodedRejection[];
}

export function validateEvents(values: readonly unknown[]): Validated {
  const verdicts = values.map(validateEvent);
  return {
    valid: verdicts.flatMap((verdict) => (verdict.kind === "valid" ? [verdict.event] : [])),
    rejected: verdicts.flatMap((verdict) => (verdict.kind === "rejected" ? [verdict.rejection] : [])),
  };
}

/** For a visitor who has opted out: nothing is even looked at. */
export function rejectAll(values: readonly unknown[], code: RejectionCode): Validated {
  return { valid: [], rejected: values.map((_value, index) => ({ index, code })) };
}

/** A rejection names the event by its id, or by its `index` in the request where it has no valid id. */
export function validateEvent(value: unknown, index: number): Verdict {
  if (!isJsonObject(value)) return { kind: "rejected", rejection: { index, code: "not_object" } };

  const code = findSizeFault(value) ?? findInvalidField(value);
  if (code === undefined) return { kind: "valid", event: copyClean(value) };

  const { event_id } = value;
  const isNamed = typeof event_id === "string" && parseUuid(event_id) !== undefined;
  return { kind: "rejected", rejection: isNamed ? { event_id, code } : { index, code } };
}

function findInvalidField(event: JsonObject): RejectionCode | undefined {
  if (!isSnakeCase(event.event_name)) return "invalid_event_name";
  const broken = FIELD_RULES.find(({ field, isValid }) => !isMissing(event[field]) && !isValid(event[field]));
  return broken && `invalid_${broken.field}`;
}
