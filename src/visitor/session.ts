/** Knows the visit: a `session_id`, until a pause or `reset()` ends it. */
import type { Platform } from "../platform/platform.ts";
import type { WireEvent } from "../wire.ts";

export interface SessionFields extends Pick<WireEvent, "session_id"> {
  readonly session_number: number;
  readonly session_start: WireEvent["session_start"];
}

export interface Session {
  /** Returns the session's fields for an event at this moment, which counts as activity. */
  touch(nowMs: number): SessionFields;
  /** Ends the session: the next event starts another. */
  end(): void;
}

export interface SessionOptions {
  /** The pause after which the next event starts another session. */
  readonly sessionTimeoutMs: number;
  /** Whether there is one session for all tabs. */
  readonly sharedSession: boolean;
  /** Begins the keys of all that is kept. */
  readonly prefix: string;
}

/** `<id> <last used> <number>`. Anything else in the storage is somebody's mistake, and counts as no session. */
const SESSION = /^[\w-]{1,64} \d+ \d{1,9}$/;

/** Stored in place of a session after `reset()`, so that the next page knows why there is none. */
const ENDED = "reset";

export function createSession(
  platform: Platform,
  { sessionTimeoutMs, sharedSession, prefix }: SessionOptions,
): Session {
  /** A write costs more than the rest of an event, and a second more or less does not matter to a pause. */
  const saveEveryMs = 1_000;
  /** Between two events that follow each other so soon, only a clock that jumped sees a pause. */
  const burstMs = 1_000;
  const { local } = platform;
  const store = sharedSession ? local : platform.session;
  const sessionKey = `${prefix}session_id`;
  const counterKey = `${prefix}session_number`;
  /** What this page wrote last. A site that clears its storage on logout does not end a session. */
  let remembered = "";
  /** When this page used the session last, by the clock that never jumps. */
  let touchedAtMs: number | undefined;

  const write = (text: string): void => {
    remembered = text;
    store.write(sessionKey, text);
  };

  /** Returns why a pause starts a session, or `undefined` if it is too short. */
  const reasonOfPause = (pauseMs: number): SessionStart => {
    if (pauseMs <= sessionTimeoutMs) return undefined;
    if (touchedAtMs === undefined) return "expired";
    return platform.elapsed() - touchedAtMs < burstMs ? undefined : "idle";
  };

  return {
    touch(nowMs) {
      const stored = store.read(sessionKey) ?? remembered;
      const isKnown = SESSION.test(stored);
      const [id = "", activeMs, number] = stored.split(" ");
      const pauseMs = nowMs - Number(activeMs);
      const session_start = isKnown ? reasonOfPause(pauseMs) : stored === ENDED ? stored : "first";
      touchedAtMs = platform.elapsed();

      const session_id = session_start ? platform.newId() : id;
      const session_number = session_start ? (Number(local.read(counterKey)) || 0) + 1 : Number(number);
      if (session_start) local.write(counterKey, String(session_number));
      if (session_start || Math.abs(pauseMs) >= saveEveryMs) write(`${session_id} ${nowMs} ${session_number}`);
      return { session_id, session_number, session_start };
    },
    end: () => write(ENDED),
  };
}

type SessionStart = WireEvent["session_start"];
