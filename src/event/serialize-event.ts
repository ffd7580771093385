/** Writes an event as JSON that fits the limit of the ingest, whatever the page handed over. */
import { byteLength } from "../byte-length.ts";
import { copyPlain } from "../copy-plain.ts";
import { MAX_EVENT_BYTES } from "../limits.ts";
import { writeJson } from "../to-json.ts";
import { buildEvent, type EventFacts } from "./build-event.ts";

/**
 * Copies the facts as they are at this moment, builds the event and writes it whole.
 *
 * @returns `undefined` if the event is too large
 */
export function serializeEvent(facts: EventFacts, urlParameters: readonly string[]): string | undefined {
  const copied = copyPlain(facts);
  if (!copied) return undefined;
  const json = writeJson(buildEvent(copied, urlParameters));
  return byteLength(json) <= MAX_EVENT_BYTES ? json : undefined;
}
