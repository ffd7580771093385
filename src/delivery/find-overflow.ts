/** Decides which events have to go when more wait than may. Pure. */
import { MAX_EVENT_BYTES } from "../limits.ts";
import { MAX_QUEUED_CHARS, MAX_QUEUED_EVENTS } from "./limits.ts";

/** An event that waits. */
export interface WaitingEvent {
  readonly key: string;
  /** The length of its JSON, as its key says. */
  readonly chars: number;
}

/**
 * Returns the keys of the oldest events, so many that the others fit.
 *
 * @param isInFlight tells of an event that it is on its way. It may be stored at this moment, so it stays
 */
export function findOverflow(
  waiting: readonly WaitingEvent[],
  isInFlight: (key: string) => boolean,
): readonly string[] {
  // No event is longer than the limit, whatever a key says.
  const sizeOf = ({ key, chars }: WaitingEvent): number => key.length + Math.min(MAX_EVENT_BYTES, chars);
  let events = waiting.length;
  let chars = waiting.reduce((sum, event) => sum + sizeOf(event), 0);
  const isWithinLimits = (): boolean => events <= MAX_QUEUED_EVENTS && chars <= MAX_QUEUED_CHARS;
  if (isWithinLimits()) return [];

  const overflow: string[] = [];
  for (const event of [...waiting].sort((one, other) => (one.key < other.key ? -1 : 1))) {
    if (isWithinLimits()) break;
    if (isInFlight(event.key)) continue;
    events--;
    chars -= sizeOf(event);
    overflow.push(event.key);
  }
  return overflow;
}
