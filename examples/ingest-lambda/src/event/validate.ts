/** Decides whether one event can be stored. Pure. */
import type { Rejection } from "../../../../src/wire.ts";
import { findExcess, type ExcessCode } from "./size-limits.ts";
import { FIELD_RULES, isMissing, isWord } from "../fields.ts";
import { copyClean, isJsonObject, type JsonObject } from "../json.ts";
import { parseUuid } from "./uuid.ts";

export type RejectionCode =
  "not_object" | "opted_out" | "invalid_event_name" | `invalid_${(typeof FIELD_RULES)[number]["field"]}` | ExcessCode;

export type Verdict =
  | { readonly kind: "valid"; readonly event: JsonObject }
  | { readonly kind: "rejected"; readonly rejection: Rejection & { readonly code: RejectionCode } };

/** `index` names an event that has no usable id of its own. */
export function validateEvent(value: unknown, index: number): Verdict {
  if (!isJsonObject(value)) return { kind: "rejected", rejection: { index, code: "not_object" } };

  const code = findExcess(value) ?? findInvalidField(value);
  if (code === undefined) return { kind: "valid", event: copyClean(value) };

  const { event_id } = value;
  const isNamed = typeof event_id === "string" && parseUuid(event_id) !== undefined;
  return { kind: "rejected", rejection: isNamed ? { event_id, code } : { index, code } };
}

function findInvalidField(event: JsonObject): RejectionCode | undefined {
  if (!isWord(event.event_name)) return "invalid_event_name";
  const broken = FIELD_RULES.find(({ field, isValid }) => !isMissing(event[field]) && !isValid(event[field]));
  return broken && `invalid_${broken.field}`;
}
