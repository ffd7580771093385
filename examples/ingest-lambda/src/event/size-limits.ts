/** Finds what is too much in one event: too deep, too many, too long, too large. */
import { isJsonObject, type JsonObject } from "../json.ts";
import { MAX_EVENT_BYTES, MAX_EVENT_DEPTH, MAX_EVENT_KEYS, MAX_KEY_CHARS, MAX_STRING_CHARS } from "../limits.ts";

export type ExcessCode =
  "too_deep" | "too_many_keys" | "key_too_long" | "string_too_long" | "number_out_of_range" | "event_too_large";

/** The longest that one character of a string can become in JSON, `\u0000`, and more than any other value takes with its punctuation. */
const MAX_CHAR_BYTES = 6;
const MAX_LEAF_BYTES = 32;

export function findExcess(event: JsonObject): ExcessCode | undefined {
  let keyCount = 0;
  let maxBytes = 0;
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value: event, depth: 1 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, depth } = next;
    const code = findLeafExcess(value);
    if (code !== undefined) return code;
    maxBytes += MAX_LEAF_BYTES + (typeof value === "string" ? value.length * MAX_CHAR_BYTES : 0);
    if (typeof value !== "object" || value === null) continue;
    if (depth > MAX_EVENT_DEPTH) return "too_deep";

    const keys = isJsonObject(value) ? Object.keys(value) : [];
    keyCount += keys.length;
    if (keyCount > MAX_EVENT_KEYS) return "too_many_keys";
    for (const key of keys) {
      if (key.length > MAX_KEY_CHARS) return "key_too_long";
      maxBytes += MAX_LEAF_BYTES + key.length * MAX_CHAR_BYTES;
    }
    for (const inner of Object.values(value)) left.push({ value: inner, depth: depth + 1 });
  }
  // Writing an event down only to measure it costs more than all the rest here, and few come near the limit.
  return maxBytes > MAX_EVENT_BYTES && measure(event) > MAX_EVENT_BYTES ? "event_too_large" : undefined;
}

function measure(event: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(event));
}

function findLeafExcess(value: unknown): ExcessCode | undefined {
  if (typeof value === "string" && value.length > MAX_STRING_CHARS) return "string_too_long";
  // 1e400 parses to Infinity, which JSON would store as null: better refused than changed.
  if (typeof value === "number" && !Number.isFinite(value)) return "number_out_of_range";
  return undefined;
}
