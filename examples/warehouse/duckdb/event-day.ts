/** Tells the day of an event, by which Parquet files are partitioned. Pure. */
import { parseUuid, readUuidTimeMs } from "../../ingest-lambda/src/event/uuid.ts";

/** Before and after it, a clock is wrong. */
const FIRST_MS = Date.UTC(2020, 0);
const LAST_MS = Date.UTC(2100, 0);

/** Of events whose time nobody can believe. */
const NO_DAY = "1970-01-01";

/**
 * The day (`2026-11-24`, in UTC) of the event's id, or else of its timestamp. Nothing else is asked, so that all copies of
 * an event are of one day, in whatever folder and however late they were stored.
 */
export function readEventDay(eventId: string, eventTimestamp: string): string {
  const bits = parseUuid(eventId);
  const ms = (bits === undefined ? undefined : readUuidTimeMs(bits)) ?? Date.parse(eventTimestamp);
  return ms >= FIRST_MS && ms < LAST_MS ? new Date(ms).toISOString().slice(0, 10) : NO_DAY;
}
