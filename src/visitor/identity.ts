/** Knows the browser again: `client_id`, kept in localStorage. */
import type { Platform } from "../platform/platform.ts";

export interface Identity {
  readonly clientId: string;
  /** No `client_id` was stored before this page. */
  readonly isFirstVisit: boolean;
}

/** What the ingest takes as an id. Anything else in the store is somebody's mistake, and is replaced. */
const ID = /^[\w-]{1,64}$/;

/** Returns the stored id, or a new one, which lives in memory where storage is blocked. */
export function readIdentity({ local, newId }: Pick<Platform, "local" | "newId">, key: string): Identity {
  const stored = local.read(key);
  if (stored !== undefined && ID.test(stored)) return { clientId: stored, isFirstVisit: false };

  const clientId = newId();
  local.write(key, clientId);
  return { clientId, isFirstVisit: true };
}
