/** Writes an event as JSON that fits the limit of the ingest, whatever the page handed over. */
import { byteLength } from "../byte-length.ts";
import { copyPlain } from "../copy-plain.ts";
import { MAX_EVENT_BYTES } from "../limits.ts";
import { writeJson } from "../to-json.ts";
import { buildEvent, type GivenFacts, type Redact, type SeenFacts } from "./build-event.ts";

/**
 * Copies what the page gave as it is at this moment, builds the event and writes it whole.
 *
 * @param redact removes from a URL what may be private
 * @returns `undefined` if the event is too large
 */
export function serializeEvent(seen: SeenFacts, given: GivenFacts, redact: Redact): string | undefined {
  const copied = copyPlain(given);
  const json = copied && writeJson(buildEvent(seen, copied, redact));
  return json && byteLength(json) <= MAX_EVENT_BYTES ? json : undefined;
}
