/** Which times the ingest believes: not much older than an event in an outbox, not further ahead than time zones. */

const DAY_MS = 86_400_000;

/** The page keeps events for 72 h. A week also covers a clock that is days behind. */
const MAX_AGE_MS = 7 * DAY_MS;

/** A clock that shows the local time of another zone is at most 14 h ahead. */
const MAX_LEAD_MS = DAY_MS;

export function passesTimeCheck(instantMs: number, receivedAtMs: number): boolean {
  return instantMs >= receivedAtMs - MAX_AGE_MS && instantMs <= receivedAtMs + MAX_LEAD_MS;
}
