/** Writes an event as JSON that fits the limit of the ingest. */
import { byteLength } from "../byte-length.ts";
import { MAX_EVENT_BYTES } from "../limits.ts";
import { toJson, writeJson } from "../to-json.ts";
import type { WireEvent } from "../wire.ts";

/**
 * Writes the event whole.
 *
 * @param mayHoldAnything whether plugins may have added what JSON can't hold
 * @returns `undefined` if the event is too large
 */
export function serializeEvent(event: WireEvent, mayHoldAnything: boolean): string | undefined {
  const json = mayHoldAnything ? toJson(event) : writeJson(event);
  return byteLength(json) <= MAX_EVENT_BYTES ? json : undefined;
}
