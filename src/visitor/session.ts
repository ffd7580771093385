/** Knows a visit: `session_id`, kept in sessionStorage, new after a pause. */
import type { Platform } from "../platform/platform.ts";

export interface Session {
  /** Returns the id for an event at this moment, which counts as activity. */
  touch(): string;
}

/** Written by this file: an id, and when it was last used. */
const STORED = /^([\w-]{1,64}) (\d{1,16})$/;

/** @param timeoutMs a longer pause starts a new session */
export function createSession(
  { session, newId, now }: Pick<Platform, "session" | "newId" | "now">,
  key: string,
  timeoutMs: number,
): Session {
  const [, storedId, storedAt] = STORED.exec(session.read(key) ?? "") ?? [];
  let id = storedId;
  let lastActiveMs = Number(storedAt);

  return {
    touch() {
      const nowMs = now();
      if (id === undefined || nowMs - lastActiveMs > timeoutMs) id = newId();
      lastActiveMs = nowMs;
      session.write(key, `${id} ${nowMs}`);
      return id;
    },
  };
}
