/** The port as a browser fills it. */
import { nanoid } from "nanoid";
import { attempt } from "../attempt.ts";
import { onMoment } from "./lifecycle.ts";
import type { Platform } from "./platform.ts";
import { createStore } from "./storage.ts";
import { send } from "./transport.ts";

/** Returns `undefined` where there is no page: on a server, in a worker. */
export function browserPlatform(): Platform | undefined {
  if (typeof document === "undefined") return undefined;

  return {
    now: Date.now,
    random: Math.random,
    randomBytes,
    newId: () => attempt(nanoid) ?? Array.from(randomBytes(16), (byte) => byte.toString(36)).join(""),
    local: createStore(() => localStorage),
    session: createStore(() => sessionStorage),
    page: () => ({
      url: location.href,
      path: location.pathname,
      title: document.title,
      referrer: document.referrer,
    }),
    send,
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
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
