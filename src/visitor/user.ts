/** Knows who is logged in, for all tabs of the browser: kept in localStorage for as long as somebody is active. */
import { attempt } from "../attempt.ts";
import type { Platform } from "../platform/platform.ts";
import type { WireEvent } from "../wire.ts";

/** Who is logged in. */
export interface IdentifiedUser {
  /** The site's own id of the visitor. Not an e-mail address: it is stored as it is. */
  readonly userId: string | number;
  /** Who vouches for it, for instance `cognito`. */
  readonly identitySource?: string;
}

export type UserFields = Pick<WireEvent, "user_id" | "user_login_state" | "identity_source">;

export interface User {
  /** Returns the fields of an event at this moment. None, as long as nobody said who is or is not logged in. */
  fields(): UserFields;
  set(fields: UserFields): void;
}

/**
 * It is read anew for each event, so that what one tab says is what the next event of any other says. The activity has
 * a key of its own: a tab that is active while another logs out must not write the old user back.
 *
 * @param timeoutMs a pause of all tabs after which nobody is known any more, as a session ends
 */
export function createUser({ local, now }: Pick<Platform, "local" | "now">, key: string, timeoutMs: number): User {
  const activeKey = `${key}_active`;
  const stayActive = (): void => local.write(activeKey, String(now()));
  return {
    fields() {
      const pauseMs = Math.abs(now() - Number(local.read(activeKey)));
      if (!(pauseMs <= timeoutMs)) return {};
      // A write costs more than the rest of an event.
      if (pauseMs > timeoutMs / 30) stayActive();
      return { ...attempt(() => JSON.parse(local.read(key) ?? "") as UserFields) };
    },
    set(fields) {
      local.write(key, JSON.stringify(fields));
      stayActive();
    },
  };
}
