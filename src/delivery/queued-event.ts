/** Reads the few facts that delivery needs from an event that is JSON already. Pure. */
import { attempt } from "../attempt.ts";

/** As `serializeEvent()` writes them: the id comes first. What is longer than an event may be is not one of ours. */
const QUEUED = /^\{"event_id":"[\da-f-]{36}",.{1,32700}\}$/;

/** Tells whether a line is an event of ours. */
export function isQueued(json: string): boolean {
  return QUEUED.test(json) && attempt(() => JSON.parse(json) as unknown) !== undefined;
}

export function idOf(json: string): string {
  return json.slice(13, 49);
}
