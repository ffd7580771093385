/** The platform of a browser. */
import { nanoid } from "nanoid";
import { attempt } from "../attempt.ts";
import { hasJson } from "../to-json.ts";
import { createFetchLater } from "./fetch-later.ts";
import { createIndexedDbCopy } from "./indexeddb-copy.ts";
import { onLifecycleEvent, whenShown } from "./lifecycle.ts";
import { createPageReader } from "./page.ts";
import type { Platform } from "./platform.ts";
import { createStore } from "./storage.ts";
import { createTransport } from "./transport.ts";

/** One list for all of the page: the same name twice is the same tracker. */
const TRACKERS = new Map<string, unknown>();

/** Returns `undefined` where there is no page: on a server, in a worker. So it does where no event could be written. */
export function browserPlatform(): Platform | undefined {
  if (typeof document === "undefined" || !hasJson) return undefined;

  const local = createStore(() => localStorage);
  // Not by another clock: a later time by this one would then seem to be long ago.
  const elapsed = (): number => attempt(() => performance.now(), 0);
  return {
    trackers: TRACKERS,
    // Scripts replace it by a clock with fractions, or in text, or none.
    now: () => Math.floor(Date.now()) || Number(new Date()),
    elapsed,
    random: () => attempt(Math.random, 0.5),
    // A page may have replaced `crypto`. An id that somebody could guess is better than no event: in base 4 a random number
    // has 26 digits, and an event id takes 15.
    newId: () => attempt(nanoid) ?? Math.random().toString(4).slice(2),
    local,
    openDurable: () => createIndexedDbCopy(local),
    session: createStore(() => sessionStorage),
    page: createPageReader(elapsed),
    send: createTransport(),
    sendLater: createFetchLater(),
    after(delayMs, run) {
      const timer = attempt(() => setTimeout(run, delayMs));
      return () => clearTimeout(timer);
    },
    whenShown,
    onLifecycleEvent,
  };
}
