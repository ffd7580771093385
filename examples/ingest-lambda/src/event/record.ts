/** Turns an enriched event into what is written: its key and its text. Pure. */
import type { JsonObject } from "../json.ts";
import type { EnrichedEvent } from "./enrich.ts";
import { buildKey, readTrustedTimeMs } from "./key.ts";

export interface EventRecord {
  readonly eventId: string;
  /** The key of an object that holds this event alone. */
  readonly key: string;
  /** `event`: the key is the same at each attempt. `day_of_receipt`: another day may change it. `attempt`: each attempt does. */
  readonly keyDependsOn: "event" | "day_of_receipt" | "attempt";
  readonly body: string;
}

export function buildRecord({ id, event }: EnrichedEvent, receivedAtMs: number): EventRecord {
  return {
    eventId: event.event_id,
    key: buildKey(id, receivedAtMs),
    keyDependsOn: judgeKey({ id, event }, receivedAtMs),
    body: serialize(event),
  };
}

function judgeKey({ id, event }: EnrichedEvent, receivedAtMs: number): EventRecord["keyDependsOn"] {
  if (event._ingest.event_id_source === "server") return "attempt";
  return readTrustedTimeMs(id, receivedAtMs) === undefined ? "day_of_receipt" : "event";
}

/** JSON without the characters that end a script or begin a tag, in case a viewer shows the file as HTML. */
export function serialize(event: JsonObject): string {
  return JSON.stringify(event).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
