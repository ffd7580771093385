/** Knows a visit: `session_id`, kept in sessionStorage, new after a pause. */
import type { Platform } from "../platform/platform.ts";
import type { WireEvent } from "../wire.ts";

export type SessionFields = Pick<WireEvent, "session_id" | "session_number" | "session_start">;

export interface Session {
  /** Returns the fields of an event at this moment, which counts as activity. */
  touch(): SessionFields;
  /** Ends the session: the next event starts another. */
  reset(): void;
}

export interface SessionOptions {
  readonly sessionTimeoutMs: number;
  readonly sessionScope: "tab" | "browser";
  readonly keyOf: (word: string) => string;
}

/** Written by this file: an id, when it was last used, and its number. */
const STORED = /^([\w-]{1,64}) (\d{1,16}) (\d{1,9})$/;

/** A write costs more than the rest of an event, and a second more or less does not matter to a pause. */
const SAVE_EVERY_MS = 1_000;

/** Between two events that follow each other so soon, only a clock that jumped sees a pause. */
const BURST_MS = 1_000;

/** Stored in place of a session by `reset()`, so that the next page knows why there is none. */
const RESET = "reset";

export function createSession(platform: Platform, options: SessionOptions): Session {
  const { local } = platform;
  const { sessionTimeoutMs, sessionScope, keyOf } = options;
  const store = sessionScope === "tab" ? platform.session : local;
  const key = keyOf("session_id");
  const counterKey = keyOf("session_number");
  /** A page that empties its storage on logout does not end a visit. */
  let written = "";
  let touchedMs: number | undefined;

  const whyAnother = (pauseMs: number): WireEvent["session_start"] => {
    if (pauseMs <= sessionTimeoutMs) return undefined;
    if (touchedMs === undefined) return "expired";
    return platform.elapsed() - touchedMs < BURST_MS ? undefined : "idle";
  };

  return {
    touch() {
      const nowMs = platform.now();
      const stored = store.read(key) ?? written;
      const [, id, activeMs, count] = STORED.exec(stored) ?? [];
      const pauseMs = nowMs - Number(activeMs);
      const session_start = id === undefined ? (stored === RESET ? RESET : "first") : whyAnother(pauseMs);
      touchedMs = platform.elapsed();

      const isNew = session_start !== undefined;
      const session_number = isNew ? (Number(local.read(counterKey)) || 0) + 1 : Number(count);
      const session_id = isNew || id === undefined ? platform.newId() : id;
      if (isNew) local.write(counterKey, String(session_number));
      if (isNew || Math.abs(pauseMs) >= SAVE_EVERY_MS) {
        written = `${session_id} ${nowMs} ${session_number}`;
        store.write(key, written);
      }
      return { session_id, session_number, ...(session_start && { session_start }) };
    },
    reset() {
      written = RESET;
      store.write(key, written);
    },
  };
}
