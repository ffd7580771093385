/** Which instants the ingest believes: not much older than an outbox can be, not further ahead than time zones reach. */

const DAY_MS = 86_400_000;

/** The page keeps events for 72 h; a week leaves room for a clock that is days late. */
const MAX_AGE_MS = 7 * DAY_MS;

/** A clock set to the local time of another zone is at most 14 h ahead. */
const MAX_LEAD_MS = DAY_MS;

export function isPlausible(instantMs: number, receivedAtMs: number): boolean {
  return instantMs >= receivedAtMs - MAX_AGE_MS && instantMs <= receivedAtMs + MAX_LEAD_MS;
}
