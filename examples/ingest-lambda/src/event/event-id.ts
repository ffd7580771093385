/** Decides by which UUID an event is stored: its own, one that is derived from what came, or a new one. Pure. */
import { createHash } from "node:crypto";
import { parseIsoMs } from "../formats.ts";
import { isMissing, type JsonObject } from "../json.ts";
import type { Change } from "./original.ts";
import { hashedUuid, mintUuid, parseUuid, printUuid } from "./uuid.ts";

export interface ResolvedId {
  readonly id: bigint;
  /** `derived`: the client's id is no UUID. `server`: there was none, so sending the event again stores it again. */
  readonly source: "client" | "derived" | "server";
  readonly changes: readonly Change[];
}

/** Asks `mintId` only for an event without an id. */
export function resolveEventId(event: JsonObject, mintId: () => bigint): ResolvedId {
  const { event_id: sent } = event;
  if (isMissing(sent)) return { id: mintId(), source: "server", changes: [] };
  const changes: readonly Change[] = [{ path: ["event_id"], value: sent }];
  if (sent === "") return { id: mintId(), source: "server", changes };

  const own = typeof sent === "string" ? parseUuid(sent.toLowerCase()) : undefined;
  if (own === undefined) return { id: deriveId(event), source: "derived", changes };
  return { id: own, source: "client", changes: sent === printUuid(own) ? [] : changes };
}

/**
 * The whole event counts, and not its id alone: a page that numbers its events 1, 2, 3 sends other events by the same ids
 * as every other page. A retry brings the same event. With the event's own time the id is a UUIDv7 as all others, so
 * that the key is the same at each attempt.
 */
function deriveId(event: JsonObject): bigint {
  const hash = createHash("sha256").update(JSON.stringify(event)).digest();
  const happenedAtMs = parseIsoMs(event.event_timestamp) ?? -1;
  return happenedAtMs < 0 ? hashedUuid(hash) : mintUuid(happenedAtMs, hash.subarray(0, 10));
}
