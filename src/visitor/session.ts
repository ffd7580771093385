/** Knows a visit: `session_id`, kept in sessionStorage, new after a pause. */
import type { Platform } from "../platform/platform.ts";

export interface Session {
  /** Returns the id for an event at this moment, which counts as activity. */
  touch(): string;
}

/** Written by this file: an id, and when it was last used. */
const STORED = /^([\w-]{1,64}) (\d{1,16})$/;

/** A write costs more than the rest of an event, and a second more or less does not matter to a pause. */
const SAVE_EVERY_MS = 1_000;

/** @param timeoutMs a longer pause starts a new session */
export function createSession(
  { session, newId, now }: Pick<Platform, "session" | "newId" | "now">,
  key: string,
  timeoutMs: number,
): Session {
  const [, storedId, storedAt] = STORED.exec(session.read(key) ?? "") ?? [];
  let id = storedId;
  let lastActiveMs = Number(storedAt);
  let savedMs = 0;

  return {
    touch() {
      const nowMs = now();
      if (id === undefined || nowMs - lastActiveMs > timeoutMs) {
        id = newId();
        savedMs = 0;
      }
      lastActiveMs = nowMs;
      if (Math.abs(nowMs - savedMs) >= SAVE_EVERY_MS) {
        session.write(key, `${id} ${nowMs}`);
        savedMs = nowMs;
      }
      return id;
    },
  };
}
