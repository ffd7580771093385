/** Knows who visits: the browser, the session and the user. All of it is kept in the visitor's browser. */
import type { Platform } from "../platform/platform.ts";
import { createClient, type ClientFields } from "./client.ts";
import { createSession, type SessionFields, type SessionOptions } from "./session.ts";
import { createUser, type User, type UserFields } from "./user.ts";

export interface VisitorFields extends ClientFields, SessionFields, UserFields {}

export interface Visitor {
  /** Returns the fields of an event at this moment, which counts as activity. */
  fields(nowMs: number): VisitorFields;
  /** Sets who is logged in, for all tabs. Throws at what is no object, and ignores a user without an id. */
  identify(user: User): void;
  /** Sets that nobody is logged in, and ends the session: the next event starts another. */
  reset(): void;
}

/** The storage is read anew for each event, so that what one tab sets holds in all from their next event on. */
export function createVisitor(platform: Platform, options: SessionOptions): Visitor {
  const client = createClient(platform, options.prefix);
  const session = createSession(platform, options);
  const user = createUser(platform, options);

  return {
    fields: (nowMs) => ({ ...client(), ...session.touch(nowMs), ...user.touch(nowMs) }),
    identify({ userId, identitySource }) {
      if (!userId) return;
      user.set({ user_id: String(userId), user_login_state: "logged_in", identity_source: identitySource });
    },
    reset() {
      user.set({ user_login_state: "anonymous" });
      session.end();
    },
  };
}
