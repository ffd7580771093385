/** Turns an enriched event into what is written: its key and its bytes. Pure. */
import type { EnrichedEvent } from "./enrich.ts";
import type { JsonObject } from "../json.ts";
import { buildKey, readTrustedTimeMs } from "./key.ts";

export interface EventRecord {
  readonly eventId: string;
  /** Of the event as an object of its own. */
  readonly key: string;
  /** What would have to change for the event to get another key: only `event` is safe in any retry. */
  readonly keyDependsOn: "event" | "day_of_receipt" | "attempt";
  readonly body: string;
}

export function buildRecord({ id, event }: EnrichedEvent, receivedAtMs: number): EventRecord {
  const hasOwnDay = readTrustedTimeMs(id, receivedAtMs) !== undefined;
  const keyDependsOn = event._ingest.event_id_source === "server" ? "attempt" : hasOwnDay ? "event" : "day_of_receipt";
  return { eventId: event.event_id, key: buildKey(id, receivedAtMs), keyDependsOn, body: serialize(event) };
}

/** The same JSON, without the characters that end a script or begin a tag where a careless viewer shows it as HTML. */
export function serialize(event: JsonObject): string {
  return JSON.stringify(event).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
