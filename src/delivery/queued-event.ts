/** Reads what delivery needs from an event that is JSON already. Pure. */
import { attempt } from "../attempt.ts";
import type { WireEvent } from "../wire.ts";

const UUID_CHARS = 36;

/** Returns the event's id, or `undefined` for what is no event: any script may write into a page's storage. */
export function eventIdOf(json: string): string | undefined {
  const id = attempt(() => (JSON.parse(json) as WireEvent).event_id);
  return id?.length === UUID_CHARS ? id : undefined;
}
