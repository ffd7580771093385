/** Decides which events can be stored, and gives each of the others a code. Pure. */
import type { Rejection } from "../../../../src/wire.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { findSizeFault, type SizeFault } from "./size-limits.ts";
import { parseUuid } from "./uuid.ts";

/** Nothing else is a reason. A field that does not fit its type is stored in another place: see `read-fields.ts`. */
export type RejectionCode = "not_object" | "opted_out" | SizeFault;

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

  const code = findSizeFault(value);
  if (code === undefined) return { kind: "valid", event: value };

  const { event_id } = value;
  const isNamed = typeof event_id === "string" && parseUuid(event_id) !== undefined;
  return { kind: "rejected", rejection: isNamed ? { event_id, code } : { index, code } };
}
