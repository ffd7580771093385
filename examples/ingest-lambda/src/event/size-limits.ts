/** Checks the limits of one event: its depth and its bytes. */
import { isExactNumber } from "../exact-json.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { MAX_EVENT_BYTES, MAX_EVENT_DEPTH } from "../limits.ts";

export type SizeFault = "too_deep" | "event_too_large";

/** The most that one character of a string takes in JSON: `\u0000`. */
const MAX_CHAR_BYTES = 6;

/** More than any other value takes in JSON, with its quotes and commas. */
const MAX_VALUE_BYTES = 32;

/** Returns the first limit that the event exceeds. It loops with a list of its own, since the event may be deep. */
export function findSizeFault(event: JsonObject): SizeFault | undefined {
  let maxBytes = 0;
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value: event, depth: 1 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, depth } = next;
    maxBytes += boundBytes(value);
    if (typeof value !== "object" || value === null || isExactNumber(value)) continue;
    if (depth > MAX_EVENT_DEPTH) return "too_deep";

    if (isJsonObject(value)) for (const key of Object.keys(value)) maxBytes += boundBytes(key);
    for (const inner of Object.values(value)) left.push({ value: inner, depth: depth + 1 });
  }
  // Encoding an event only to measure it costs more than all the other checks, and few events come near the limit.
  return maxBytes > MAX_EVENT_BYTES && countBytes(event) > MAX_EVENT_BYTES ? "event_too_large" : undefined;
}

/** At least as many bytes as the value alone takes in JSON. */
function boundBytes(value: unknown): number {
  if (isExactNumber(value)) return MAX_VALUE_BYTES + value.rawJSON.length;
  return MAX_VALUE_BYTES + (typeof value === "string" ? value.length * MAX_CHAR_BYTES : 0);
}

function countBytes(event: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(event));
}
