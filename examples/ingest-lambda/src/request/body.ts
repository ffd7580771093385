/** Reads the body of a request: its bytes become text, its text JSON, and the JSON a list of events. */
import { gunzipSync } from "node:zlib";
import { EVENT_FIELDS } from "../event-fields.ts";
import { parseJson } from "../exact-json.ts";
import { isDeeperThan, isJsonObject, type JsonObject } from "../json.ts";
import { MAX_BODY_BYTES, MAX_BODY_DEPTH, MAX_EVENTS } from "../limits.ts";
import type { RefusalCode } from "../refusals.ts";

interface Refused {
  readonly kind: "refused";
  readonly code: RefusalCode;
}

export type ParsedBody =
  | {
      readonly kind: "parsed";
      readonly events: readonly unknown[];
      /** The batch around the events; empty where they came without one. */
      readonly batch: JsonObject;
    }
  | Refused;

type BodyText = { readonly kind: "text"; readonly text: string } | Refused;

/** Takes one bare event, an array of events, or a batch. */
export function parseBody(body: string | undefined, isBase64Encoded: boolean): ParsedBody {
  if (!body) return refuse("empty_body");
  const read = readText(body, isBase64Encoded);
  if (read.kind === "refused") return read;

  // JSON.parse refuses a byte order mark, which some HTTP clients of Windows put first.
  const json = read.text.replace(/^\uFEFF/, "");
  if (json.trim() === "") return refuse("empty_body");
  if (isDeeperThan(MAX_BODY_DEPTH, json)) return refuse("too_deep");

  try {
    return listEvents(parseJson(json));
  } catch {
    return refuse("invalid_json");
  }
}

/** API Gateway passes text on as it is, and anything whose content type is not text as base64. */
function readText(body: string, isBase64Encoded: boolean): BodyText {
  if (Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8") > MAX_BODY_BYTES) return refuse("body_too_large");
  if (!isBase64Encoded) return { kind: "text", text: body };

  const bytes = Buffer.from(body, "base64");
  return isGzip(bytes) ? inflate(bytes) : decode(bytes);
}

/** By its first bytes (RFC 1952, section 2.3.1), since the content type only says "bytes". No JSON begins with them. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function inflate(bytes: Uint8Array): BodyText {
  try {
    return decode(gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES }));
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return refuse(isTooLarge ? "body_too_large" : "invalid_encoding");
  }
}

function decode(bytes: Uint8Array): BodyText {
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return refuse("invalid_encoding");
  }
}

function listEvents(value: unknown): ParsedBody {
  if (Array.isArray(value)) return checkCount(value, {});
  if (isJsonObject(value) && Array.isArray(value.events) && !isEvent(value)) return checkCount(value.events, value);
  return checkCount([value], {});
}

/** An event may have a list that is called `events`, and even a `batch_id`. A batch has no field of an event. */
function isEvent(value: JsonObject): boolean {
  return Object.keys(value).some((key) => Object.hasOwn(EVENT_FIELDS, key));
}

function checkCount(events: readonly unknown[], batch: JsonObject): ParsedBody {
  if (events.length === 0) return refuse("no_events");
  if (events.length > MAX_EVENTS) return refuse("too_many_events");
  return { kind: "parsed", events, batch };
}

function refuse(code: RefusalCode): Refused {
  return { kind: "refused", code };
}
