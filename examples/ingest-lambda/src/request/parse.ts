/** Reads the body of a request: one bare event, an array of events, or a batch. */
import { readBodyText } from "./body.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { MAX_BODY_DEPTH, MAX_EVENTS } from "../limits.ts";
import { isDeeperThan } from "./nesting.ts";
import type { RefusalCode } from "../refusals.ts";

export type ParsedBody =
  | {
      readonly kind: "parsed";
      readonly events: readonly unknown[];
      /** What surrounds the events of a batch; empty for bare events. */
      readonly batch: JsonObject;
    }
  | { readonly kind: "refused"; readonly code: RefusalCode };

export function parseBody(body: string | undefined, isBase64Encoded: boolean): ParsedBody {
  if (!body) return refused("empty_body");
  const read = readBodyText(body, isBase64Encoded);
  if (read.kind === "refused") return read;

  // JSON.parse refuses a byte order mark, which some HTTP clients of Windows put first.
  const json = read.text.replace(/^\uFEFF/, "");
  if (json.trim() === "") return refused("empty_body");
  if (isDeeperThan(MAX_BODY_DEPTH, json)) return refused("too_deep");

  try {
    return unwrap(JSON.parse(json));
  } catch {
    return refused("invalid_json");
  }
}

function unwrap(value: unknown): ParsedBody {
  const batch: JsonObject = isJsonObject(value) && Array.isArray(value.events) ? value : {};
  const events = listEvents(value);
  if (events.length === 0) return refused("no_events");
  if (events.length > MAX_EVENTS) return refused("too_many_events");
  return { kind: "parsed", events, batch };
}

function listEvents(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isJsonObject(value) && Array.isArray(value.events)) return value.events;
  return [value];
}

function refused(code: RefusalCode): ParsedBody {
  return { kind: "refused", code };
}
