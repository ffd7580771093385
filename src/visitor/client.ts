/** Knows the browser by its `client_id`, which is kept in `localStorage`. */
import { ID } from "../limits.ts";
import type { Platform } from "../platform/platform.ts";
import type { WireEvent } from "../wire.ts";

export type ClientFields = Pick<WireEvent, "client_id" | "is_first_visit">;

/**
 * Returns a function that reads the fields anew for each event. So of two tabs that made an id at once, the later wins
 * in both. An id that was removed under the page, or that the storage does not take, the page remembers.
 */
export function createClient(platform: Platform, prefix: string): () => ClientFields {
  const { local } = platform;
  const key = `${prefix}client_id`;
  let client_id = "";
  let is_first_visit = false;

  return () => {
    const stored = local.read(key) ?? "";
    if (ID.test(stored)) client_id = stored;
    else {
      if (!client_id) {
        client_id = platform.newId();
        is_first_visit = true;
      }
      local.write(key, client_id);
    }
    return { client_id, is_first_visit };
  };
}
