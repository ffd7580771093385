/** Tells which monthly partitions events need. Pure. */
import { parseUuid, readUuidTimeMs } from "../../ingest-lambda/src/event/uuid.ts";

/** The project is younger than that: an older id comes from a clock that is wrong. */
const FIRST_MONTH_MS = Date.UTC(2020, 0);

/** How far in the future the time of an id may be. */
const MAX_AHEAD_MS = 86_400_000;

/**
 * The first days (`YYYY-MM-01`) of the months of these ids, each once, in order. Ids without a time, and ids whose time is
 * too early or in the future, need no month: they share one partition, so nobody can make us create thousands.
 */
export function listMonths(eventIds: readonly string[], nowMs: number): readonly string[] {
  return [...new Set(eventIds.flatMap((eventId) => readMonth(eventId, nowMs) ?? []))].sort();
}

function readMonth(eventId: string, nowMs: number): string | undefined {
  const bits = parseUuid(eventId);
  const mintedAtMs = bits === undefined ? undefined : readUuidTimeMs(bits);
  if (mintedAtMs === undefined || mintedAtMs < FIRST_MONTH_MS || mintedAtMs > nowMs + MAX_AHEAD_MS) return undefined;
  return `${new Date(mintedAtMs).toISOString().slice(0, 7)}-01`;
}
