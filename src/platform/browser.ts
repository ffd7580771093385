/** The port as a browser fills it. */
import { nanoid } from "nanoid";
import { attempt } from "../attempt.ts";
import { activation, onMoment } from "./lifecycle.ts";
import { createMirror } from "./mirror.ts";
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
    randomBytes,
    newId: () => attempt(nanoid) ?? Math.random().toString(36).slice(2),
    local,
    openDurable: () => createMirror(local),
    session: createStore(() => sessionStorage),
    page: () => ({
      page_url: location.href,
      page_path: location.pathname,
      page_title: document.title,
      page_referrer: document.referrer,
      ...((navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl && {
        global_privacy_control: true,
      }),
    }),
    send: createTransport(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    // The DOM's types promise locks that browsers before 2022, and pages without TLS, do not have.
    async exclusive(name, run) {
      const locks = navigator.locks as LockManager | undefined;
      await (locks ? locks.request(name, { ifAvailable: true }, async (lock) => lock && run()) : run());
    },
    activation: activation(),
    onMoment,
    warn: (message) => console.warn(message),
    log: (message, detail) => console.info(message, detail),
  };
}

/** A page may have patched `crypto`. An id that could be guessed is better than no event. */
function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  return attempt(() => crypto.getRandomValues(bytes)) ?? bytes.map(() => Math.random() * 256);
}
