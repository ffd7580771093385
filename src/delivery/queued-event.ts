/** Reads what delivery needs from an event that is JSON already. Pure. */
import { attempt } from "../attempt.ts";
import type { WireEvent } from "../wire.ts";

/** Returns the event's id, or `undefined` for what is no event: anybody may write into a page's storage. */
export function idOf(json: string): string | undefined {
  const id = attempt(() => (JSON.parse(json) as WireEvent).event_id);
  return id?.length === 36 ? id : undefined;
}
