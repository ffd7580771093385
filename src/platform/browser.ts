/** The port as a browser fills it. */
import { nanoid } from "nanoid";
import { attempt } from "../attempt.ts";
import { onMoment, whenShown } from "./lifecycle.ts";
import { createMirror } from "./indexeddb-copy.ts";
import type { Platform } from "./platform.ts";
import { createStore } from "./storage.ts";
import { createTransport } from "./transport.ts";

const TRACKERS = new Map<string, unknown>();

/** Returns `undefined` where there is no page: on a server, in a worker. */
export function browserPlatform(): Platform | undefined {
  if (typeof document === "undefined") return undefined;

  const local = createStore(() => localStorage);
  return {
    trackers: TRACKERS,
    now: Date.now,
    elapsed: () => performance.now(),
    random: Math.random,
    // A page may have patched `crypto`. An id that could be guessed is better than no event: 26 digits, as an event id
    // takes 15.
    newId: () => attempt(nanoid) ?? Math.random().toString(4).slice(2),
    local,
    openDurable: () => createMirror(local),
    session: createStore(() => sessionStorage),
    page: () => ({
      page_url: location.href,
      page_path: location.pathname,
      page_title: document.title,
      page_referrer: document.referrer,
    }),
    send: createTransport(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    // The DOM's types promise locks that browsers before 2022, and pages without TLS, do not have.
    exclusive: (name, run) =>
      (navigator.locks as LockManager | undefined)?.request(name, { ifAvailable: true }, (lock) => lock && run()) ??
      run(),
    whenShown,
    onMoment,
  };
}
