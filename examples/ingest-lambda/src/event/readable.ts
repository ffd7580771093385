/** Takes out of an event what some engine could not read: then that engine would refuse the line, or the whole file. Pure. */
import { EVENT_FIELDS } from "../event-fields.ts";
import { isExactNumber } from "../exact-json.ts";
import { isJsonObject, isMissing, type JsonObject } from "../json.ts";
import { isReadableKey, isReadableNumber, isReadableText, type Change } from "./original.ts";

export interface ReadableEvent {
  readonly event: JsonObject;
  readonly changes: readonly Change[];
}

/** In lower case. A key that differs from one of them by case only is read as that field by Athena and Redshift. */
const RESERVED: ReadonlySet<string> = new Set([...Object.keys(EVENT_FIELDS), "_ingest"]);

const REPLACEMENT = "\ufffd";

/**
 * Unreadable characters become U+FFFD. Numbers that a double cannot hold, and that are too long for an engine, become the
 * nearest double. Keys are taken out with their values. Recursion is safe, since the depth has been checked.
 */
export function keepReadable(event: JsonObject): ReadableEvent {
  const misplaced = Object.keys(event).filter(isMisplaced);
  if (misplaced.length === 0 && isReadable(event)) return { event, changes: [] };

  const named = misplaced.filter((key) => !isMissing(event[key]));
  const changes: Change[] = named.map((key) => ({ path: [key], value: event[key] }));
  const placed = Object.fromEntries(Object.entries(event).filter(([key]) => !isMisplaced(key)));
  return { event: copyObject(placed, [], changes), changes };
}

/** `_ingest` is not the client's to write. */
function isMisplaced(key: string): boolean {
  const lower = key.toLowerCase();
  return key === "_ingest" || (key !== lower && RESERVED.has(lower));
}

/** Nearly every event is, and then nothing is copied. */
function isReadable(value: unknown): boolean {
  if (typeof value === "string") return isReadableText(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isReadable);
  if (isExactNumber(value)) return isReadableNumber(value);
  const keys = Object.keys(value);
  return keys.every(isReadableKey) && listPlaced(keys).size === keys.length && Object.values(value).every(isReadable);
}

/** Of keys that differ by case only, the one in lower case stays; otherwise the first. */
function listPlaced(keys: readonly string[]): ReadonlySet<string> {
  if (keys.every((key) => key === key.toLowerCase())) return new Set(keys);
  const byLowerCase = new Map<string, string>();
  for (const key of keys) {
    const lower = key.toLowerCase();
    if (key === lower || !byLowerCase.has(lower)) byLowerCase.set(lower, key);
  }
  return new Set(byLowerCase.values());
}

/** Adds to `changes` what it changes. `undefined` leaves a value out; a list has `null` in its place. */
function copyValue(value: unknown, path: Change["path"], changes: Change[]): unknown {
  if (typeof value === "string" && !isReadableText(value)) {
    changes.push({ path, value });
    return value.toWellFormed().replaceAll("\0", REPLACEMENT);
  }
  if (isExactNumber(value) && !isReadableNumber(value)) {
    changes.push({ path, value });
    const nearest = Number(value.rawJSON);
    return Number.isFinite(nearest) ? nearest : undefined;
  }
  if (Array.isArray(value)) {
    return value.map((inner, index) => copyValue(inner, [...path, String(index)], changes) ?? null);
  }
  return isJsonObject(value) ? copyObject(value, path, changes) : value;
}

function copyObject(object: JsonObject, path: Change["path"], changes: Change[]): JsonObject {
  const placed = listPlaced(Object.keys(object));
  const kept: [string, unknown][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (placed.has(key) && isReadableKey(key)) kept.push([key, copyValue(value, [...path, key], changes)]);
    else changes.push({ path: [...path, key], value });
  }
  // `fromEntries` defines own keys, where an assignment would call a setter that every object inherits.
  return Object.fromEntries(kept);
}
