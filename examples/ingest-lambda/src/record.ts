/** Turns an enriched event into the object that is written: its key and its bytes. Pure. */
import type { EnrichedEvent } from "./enrich.ts";
import type { JsonObject } from "./json.ts";
import { buildKey } from "./key.ts";
import { printUuid } from "./uuid.ts";

export interface EventRecord {
  readonly eventId: string;
  readonly key: string;
  readonly body: string;
}

export function buildRecord({ id, event }: EnrichedEvent, receivedAtMs: number): EventRecord {
  return { eventId: printUuid(id), key: buildKey(id, receivedAtMs), body: serialize(event) };
}

/** The same JSON, without the characters that end a script or begin a tag where a careless viewer shows it as HTML. */
export function serialize(event: JsonObject): string {
  return JSON.stringify(event).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
