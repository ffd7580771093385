/** The types of stored fields: which values fit each of them, and which others mean one that fits. Pure, and never throws. */
import type { FieldType } from "../event-fields.ts";
import { isExactNumber } from "../exact-json.ts";
import { isId, isShortText, parseIsoMs } from "../formats.ts";
import { isJsonObject } from "../json.ts";
import { parseAmount } from "./amount.ts";
import { parseUuid } from "./uuid.ts";

/** Returns the value as it is stored: the same if it fits, another one if it means one, `undefined` if it does not. */
export type ReadField = (value: unknown) => unknown;

/** Readers declare `decimal(18, 4)`. */
const MAX_AMOUNT = 1e14;

export const FIELD_TYPES: Readonly<Record<FieldType, ReadField>> = {
  uuid: (value) => (typeof value === "string" && parseUuid(value) !== undefined ? value : undefined),
  timestamp: (value) => (parseIsoMs(value) === undefined ? undefined : value),
  id: (value) => takeIf(isId, value, readDigits(value)),
  short_text: (value) => takeIf(isShortText, value, readDigits(value)),
  login_state: readLoginState,
  text: readText,
  boolean: readBoolean,
  ordinal: readOrdinal,
  decimal: readDecimal,
  json: (value) => (isJsonObject(value) ? value : undefined),
};

/** Tells whether a stored value is what readers expect of its type. */
export function fits(type: FieldType, value: unknown): boolean {
  return value !== undefined && FIELD_TYPES[type](value) === value;
}

function takeIf(fits: (value: unknown) => boolean, ...values: readonly unknown[]): unknown {
  return values.find(fits);
}

/** Many sites have numbers as ids. */
function readDigits(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  return isExactNumber(value) && /^-?\d+$/.test(value.rawJSON) ? value.rawJSON : undefined;
}

function readLoginState(value: unknown): unknown {
  if (typeof value === "boolean") return value ? "logged_in" : "anonymous";
  return value === "logged_in" || value === "anonymous" ? value : undefined;
}

function readText(value: unknown): unknown {
  if (isExactNumber(value)) return value.rawJSON;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : takeIf(isText, value);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** A page that keeps a value in localStorage gets it back as text. */
function readBoolean(value: unknown): unknown {
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
}

function readOrdinal(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && Number(number) > 0 ? Number(number) : undefined;
}

function readDecimal(value: unknown): number | undefined {
  const amount = toNumber(value);
  if (amount === undefined || Math.abs(amount) >= MAX_AMOUNT) return undefined;
  // JSON writes a smaller number with an exponent, which Redshift does not read, and four decimals of it are zeros.
  return Math.abs(amount) < 1e-6 ? 0 : amount;
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === "string") return parseAmount(value);
  if (isExactNumber(value)) return Number(value.rawJSON);
  return typeof value === "number" ? value : undefined;
}
