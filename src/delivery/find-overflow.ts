/** Decides which events have to go when more wait than may. Pure. */
import { MAX_EVENT_BYTES } from "../limits.ts";
import { MAX_QUEUED_CHARS, MAX_QUEUED_EVENTS } from "./limits.ts";

/**
 * Returns the keys of the oldest events, so many that the others fit.
 *
 * @param keys of all events that wait, the newest first
 * @param charsOf the length of the event's JSON, as its key says
 */
export function findOverflow(keys: readonly string[], charsOf: (key: string) => number): readonly string[] {
  let charsLeft = MAX_QUEUED_CHARS;
  return keys.filter((key, index) => {
    // No event is longer than the limit, whatever a key says.
    charsLeft -= key.length + Math.min(MAX_EVENT_BYTES, charsOf(key));
    return charsLeft < 0 || index >= MAX_QUEUED_EVENTS;
  });
}
