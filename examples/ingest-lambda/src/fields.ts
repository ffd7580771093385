/** What the fields that the ingest knows must look like; all other fields are stored as they come. */
import type { WireEvent } from "../../../src/wire.ts";
import { parseUuid } from "./event/uuid.ts";

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const WORD = /^[a-z][a-z0-9_]{0,63}$/;

/** User ids belong to the host's login: mail addresses, `auth0|42`. Only control characters are refused. */
const USER_ID = /^[^\p{Cc}]{1,256}$/u;

export function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

/** A snake_case word: the name of an event, a reason. */
export function isWord(value: unknown): value is string {
  return typeof value === "string" && WORD.test(value);
}

export function isUserId(value: unknown): value is string {
  return typeof value === "string" && USER_ID.test(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Hand-written events often say `null` for what they do not know, as `localStorage.getItem` does. */
export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** The checked fields. Each may be missing but `event_name`. */
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
