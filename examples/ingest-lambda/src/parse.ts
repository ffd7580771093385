/** Reads the body of a request: one bare event, an array of events, or a batch. */
import { isJsonObject, type JsonObject } from "./json.ts";
import { MAX_BODY_BYTES, MAX_BODY_DEPTH, MAX_EVENTS } from "./limits.ts";
import { isDeeperThan } from "./nesting.ts";
import type { RefusalCode } from "./refusals.ts";

export type ParsedBody =
  | {
      readonly kind: "parsed";
      readonly events: readonly unknown[];
      /** What surrounds the events of a batch; empty for bare events. */
      readonly batch: JsonObject;
    }
  | { readonly kind: "refused"; readonly code: RefusalCode };

/** API Gateway hands over text as it is, and base64 where the content type does not promise text. */
export function parseBody(body: string | undefined, isBase64Encoded: boolean): ParsedBody {
  if (!body) return refused("empty_body");
  if (Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8") > MAX_BODY_BYTES) return refused("body_too_large");

  const text = isBase64Encoded ? decode(body) : body;
  if (text === undefined) return refused("invalid_encoding");

  // JSON.parse refuses a byte order mark, which some HTTP clients of Windows put first.
  const json = text.replace(/^\uFEFF/, "");
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

function decode(base64: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
  } catch {
    return undefined;
  }
}

function refused(code: RefusalCode): ParsedBody {
  return { kind: "refused", code };
}
