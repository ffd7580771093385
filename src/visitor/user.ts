/** Knows who is logged in, for all tabs, until logout or a pause in all of them. */
import { attempt } from "../attempt.ts";
import type { Platform } from "../platform/platform.ts";
import { parseJson, toJson } from "../to-json.ts";
import type { WireEvent } from "../wire.ts";

/** A user who is logged in. */
export interface User {
  /** The site's own id of the user, not empty and not 0. Not an e-mail address: it is stored as it is. */
  readonly userId: string | number;
  /** Who confirms the identity, for instance `cognito`. */
  readonly identitySource?: string;
}

export type UserFields = Pick<WireEvent, "user_id" | "user_login_state" | "identity_source">;

export interface UserState {
  /** Returns the fields of an event at this moment, which counts as activity. There are none after a pause. */
  touch(nowMs: number): UserFields;
  /** Throws at what is no object, and ignores a user without an id. */
  logIn(user: User): void;
  logOut(): void;
}

export interface UserOptions {
  /** A pause in all tabs after which no user is known any more. */
  readonly sessionTimeoutMs: number;
  /** Begins the keys of all that is kept. */
  readonly prefix: string;
}

export function createUser(platform: Platform, { sessionTimeoutMs, prefix }: UserOptions): UserState {
  const { local } = platform;
  const userKey = `${prefix}user`;
  /** Apart from the user: a tab that is active while another logs out must not write the old user back. */
  const activeKey = `${prefix}user_active`;
  /** A write at each event would cost too much. */
  const saveEveryMs = sessionTimeoutMs / 30;

  const write = (fields: UserFields): void => {
    local.write(userKey, toJson(fields));
    local.write(activeKey, String(platform.now()));
  };

  return {
    touch(nowMs) {
      const activeMs = Number(local.read(activeKey)) || 0;
      // A clock that was set back is a pause, too.
      const pauseMs = Math.abs(nowMs - activeMs);
      if (pauseMs > sessionTimeoutMs) return {};

      const user = attempt(() => parseJson(local.read(userKey) ?? "") as UserFields);
      if (user && pauseMs > saveEveryMs) local.write(activeKey, String(nowMs));
      return { ...user };
    },
    logIn({ userId, identitySource }) {
      if (userId) write({ user_id: String(userId), user_login_state: "logged_in", identity_source: identitySource });
    },
    logOut: () => write({ user_login_state: "anonymous" }),
  };
}
