/** Writes an event as JSON that fits the limit of the ingest, whatever the page handed over. */
import { byteLength } from "../byte-length.ts";
import { MAX_EVENT_BYTES, MAX_TEXT_CHARS } from "../limits.ts";
import { toJson } from "../to-json.ts";
import { buildEvent, type EventFacts } from "./build-event.ts";
import { copyPlain } from "./copy-plain.ts";

/**
 * Copies the facts as they are at this moment, builds the event and writes it.
 *
 * @returns `undefined` if the event can't be made small enough
 */
export function serializeEvent(facts: EventFacts, urlParameters: readonly string[]): string | undefined {
  // Texts are cut shorter in an event that is too large: one character may take six bytes.
  for (const maxTextChars of [MAX_TEXT_CHARS, 1_000, 100]) {
    const event = buildEvent(copyPlain(facts, maxTextChars), urlParameters);
    const json = toJson(event);
    if (byteLength(json) <= MAX_EVENT_BYTES) return json;
  }
  return undefined;
}
