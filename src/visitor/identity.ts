/** Knows the browser again: `client_id`, kept in localStorage. */
import type { Platform } from "../platform/platform.ts";
import type { WireEvent } from "../wire.ts";

export type Identity = Pick<WireEvent, "client_id" | "is_first_visit">;

/** What the ingest takes as an id. Anything else in the store is somebody's mistake, and is replaced. */
const ID = /^[\w-]{1,64}$/;

/**
 * Returns a function that tells who visits. It reads the store each time: of two tabs that made an id at once, the
 * later wins in both. What is blocked or emptied under the page, the page remembers.
 */
export function createIdentity({ local, newId }: Pick<Platform, "local" | "newId">, key: string): () => Identity {
  let client_id = "";
  let is_first_visit = false;
  return () => {
    const stored = local.read(key) ?? "";
    if (ID.test(stored)) client_id = stored;
    else {
      is_first_visit ||= !client_id;
      local.write(key, (client_id ||= newId()));
    }
    return { client_id, is_first_visit };
  };
}
