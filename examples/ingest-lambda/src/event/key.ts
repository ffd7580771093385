/** Names the object of an event: `events/YYYY/MM/DD/event-<uuid>.json`. Pure and total. */
import { isPlausible } from "./time-check.ts";
import { printUuid, readUuidTimeMs } from "./uuid.ts";

/**
 * The day is the one inside the event's UUIDv7, so that a retry after midnight meets its own object. A date that
 * cannot be true gives way to the day of receipt. Nothing else of the request enters the key.
 */
export function buildKey(eventId: bigint, receivedAtMs: number): string {
  const mintedAtMs = readTrustedTimeMs(eventId, receivedAtMs);
  const day = new Date(mintedAtMs ?? receivedAtMs).toISOString().slice(0, 10).replaceAll("-", "/");
  return `events/${day}/event-${printUuid(eventId)}.json`;
}

/** When the event was tracked, by its own id, where that can be true: then its key is the same at each attempt. */
export function readTrustedTimeMs(eventId: bigint, receivedAtMs: number): number | undefined {
  const mintedAtMs = readUuidTimeMs(eventId);
  const isTrusted = mintedAtMs !== undefined && isPlausible(mintedAtMs, receivedAtMs);
  return isTrusted ? mintedAtMs : undefined;
}
