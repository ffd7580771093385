/** Knows who visits, all of it kept in the browser: `client_id`, the visit, who is logged in. */
import { attempt } from "../attempt.ts";
import type { Platform } from "../platform/platform.ts";
import { toJson } from "../to-json.ts";
import type { WireEvent } from "../wire.ts";

/** Who is logged in. */
export interface IdentifiedUser {
  /** The site's own id of the visitor, not empty and not 0. Not an e-mail address: it is stored as it is. */
  readonly userId: string | number;
  /** Who vouches for it, for instance `cognito`. */
  readonly identitySource?: string;
}

type UserFields = Pick<WireEvent, "user_id" | "user_login_state" | "identity_source">;

export interface VisitorFields extends Pick<WireEvent, "client_id" | "is_first_visit" | "session_id">, UserFields {
  readonly session_number: number;
  readonly session_start: WireEvent["session_start"];
}

export interface Visitor {
  /**
   * Returns the fields of an event at this moment, which counts as activity. Those of the user only if somebody said
   * who is, or that nobody is, logged in.
   */
  fields(nowMs: number): VisitorFields;
  /** Says who is logged in, for all tabs. Throws at what is no object, and ignores a user without an id. */
  identify(user: IdentifiedUser): void;
  /** Says that nobody is logged in any more, and ends the session: the next event starts another. */
  reset(): void;
}

export interface VisitorOptions {
  /** A pause after which the next event starts a session; of all tabs, after which no user is known any more. */
  readonly sessionTimeoutMs: number;
  readonly sharedSession: boolean;
}

/** What the ingest takes as an id. Anything else in the store is somebody's mistake, and is replaced. */
const ID = /^[\w-]{1,64}$/;

/** A session as this file writes it: its id, when it was last used, and its number. */
const SESSION = /^([\w-]{1,64}) (\d+) (\d{1,9})$/;

/**
 * The stores are read anew for each event, so that what one tab says holds in all from their next event on, and of two
 * tabs that made a `client_id` at once the later wins in both. What is blocked, or emptied under the page, the page
 * remembers: a site that clears its storage on logout does not end a visit.
 */
export function createVisitor(
  platform: Platform,
  { sessionTimeoutMs, sharedSession }: VisitorOptions,
  prefix: string,
): Visitor {
  // A write costs more than the rest of an event, and a second more or less does not matter to a pause.
  const saveEveryMs = 1_000;
  // Between two events that follow each other so soon, only a clock that jumped sees a pause.
  const burstMs = 1_000;
  const { local } = platform;
  const sessions = sharedSession ? local : platform.session;
  const clientKey = prefix + "client_id";
  const sessionKey = prefix + "session_id";
  const counterKey = prefix + "session_number";
  const userKey = prefix + "user";
  // Apart from the user: a tab that is active while another logs out must not write the old user back.
  const activeKey = prefix + "user_active";
  let client_id = "";
  let is_first_visit = false;
  let session = "";
  let touchedMs: number | undefined;

  const setUser = (user: UserFields): void => {
    local.write(userKey, toJson(user));
    local.write(activeKey, String(platform.now()));
  };

  return {
    fields(nowMs) {
      const client = local.read(clientKey) ?? "";
      if (ID.test(client)) client_id = client;
      else {
        if (!client_id) {
          client_id = platform.newId();
          is_first_visit = true;
        }
        local.write(clientKey, client_id);
      }

      const stored = sessions.read(sessionKey) ?? session;
      // eslint-disable-next-line prefer-const -- the other two change where a session begins
      let [, session_id = "", activeMs, session_number] = SESSION.exec(stored) ?? [];
      const pauseMs = nowMs - Number(activeMs);
      let session_start: WireEvent["session_start"];
      // `reset()` stored the word, so that the next page knows why there is no session.
      if (!session_id) session_start = stored === "reset" ? stored : "first";
      else if (pauseMs > sessionTimeoutMs && !(platform.elapsed() - Number(touchedMs) < burstMs)) {
        session_start = touchedMs === undefined ? "expired" : "idle";
      }
      touchedMs = platform.elapsed();

      if (session_start) {
        session_id = platform.newId();
        session_number = String((Number(local.read(counterKey)) || 0) + 1);
        local.write(counterKey, session_number);
      }
      if (session_start || Math.abs(pauseMs) >= saveEveryMs) {
        sessions.write(sessionKey, (session = `${session_id} ${nowMs} ${session_number}`));
      }

      const restMs = Math.abs(nowMs - Number(local.read(activeKey)));
      const user = restMs <= sessionTimeoutMs && attempt(() => JSON.parse(local.read(userKey) ?? "") as UserFields);
      if (user && restMs > sessionTimeoutMs / 30) local.write(activeKey, String(nowMs));

      return {
        client_id,
        is_first_visit,
        session_id,
        session_number: Number(session_number),
        session_start,
        ...user,
      };
    },
    identify({ userId, identitySource }) {
      if (userId) setUser({ user_id: String(userId), user_login_state: "logged_in", identity_source: identitySource });
    },
    reset() {
      setUser({ user_login_state: "anonymous" });
      sessions.write(sessionKey, (session = "reset"));
    },
  };
}
