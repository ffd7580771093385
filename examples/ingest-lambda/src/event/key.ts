/** Names the object of an event: `events/YYYY/MM/DD/event-<uuid>.json`. Pure and total. */
import { passesTimeCheck } from "./time-check.ts";
import { printUuid, readUuidTimeMs } from "./uuid.ts";

/**
 * The day comes from the event's own UUIDv7, so that a retry after midnight has the same key. Where that time fails
 * the check, it is the day of receipt. Nothing else of the request enters the key.
 */
export function buildKey(eventId: bigint, receivedAtMs: number): string {
  const mintedAtMs = readTrustedTimeMs(eventId, receivedAtMs);
  const day = new Date(mintedAtMs ?? receivedAtMs).toISOString().slice(0, 10).replaceAll("-", "/");
  return `events/${day}/event-${printUuid(eventId)}.json`;
}

/** When the event was tracked, by its own id, if that passes the time check: then its key is the same at each attempt. */
export function readTrustedTimeMs(eventId: bigint, receivedAtMs: number): number | undefined {
  const mintedAtMs = readUuidTimeMs(eventId);
  const isTrusted = mintedAtMs !== undefined && passesTimeCheck(mintedAtMs, receivedAtMs);
  return isTrusted ? mintedAtMs : undefined;
}
