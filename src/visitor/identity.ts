/** Knows the browser again: `client_id`, kept in localStorage. */
import type { Platform } from "../platform/platform.ts";
import type { WireEvent } from "../wire.ts";

export type Identity = Pick<WireEvent, "client_id" | "is_first_visit">;

/** What the ingest takes as an id. Anything else in the store is somebody's mistake, and is replaced. */
const ID = /^[\w-]{1,64}$/;

/** Returns the stored id, or a new one, which lives in memory where storage is blocked. */
export function readIdentity({ local, newId }: Pick<Platform, "local" | "newId">, key: string): Identity {
  const stored = local.read(key);
  if (stored !== undefined && ID.test(stored)) return { client_id: stored, is_first_visit: false };

  const client_id = newId();
  local.write(key, client_id);
  return { client_id, is_first_visit: true };
}
