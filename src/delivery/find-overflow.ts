/** Decides which events have to go when more wait than may. Pure. */
import { MAX_EVENT_BYTES } from "../limits.ts";
import { MAX_QUEUED_CHARS, MAX_QUEUED_EVENTS } from "./limits.ts";

/**
 * Returns the keys of the oldest events, so many that the others fit.
 *
 * @param keys of all events that wait, the oldest first
 * @param charsOf the length of the event's JSON, as its key says
 */
export function findOverflow(keys: readonly string[], charsOf: (key: string) => number): readonly string[] {
  let firstKept = Math.max(0, keys.length - MAX_QUEUED_EVENTS);
  let charsLeft = MAX_QUEUED_CHARS;
  for (let index = keys.length - 1; index >= firstKept; index--) {
    const key = keys[index] ?? "";
    // No event is longer than the limit, whatever a key says.
    charsLeft -= key.length + Math.min(MAX_EVENT_BYTES, charsOf(key));
    if (charsLeft < 0) firstKept = index + 1;
  }
  return keys.slice(0, firstKept);
}
