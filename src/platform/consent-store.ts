/** Keeps a visitor's decision for all tabs, and erases what trackers have kept. */
import { attempt } from "../attempt.ts";
import { laterDecision, writeDecision, type ConsentState } from "../decision.ts";
import { CONSENT_KEY, DATABASE_NAME, OUR_KEYS } from "../storage-keys.ts";
import type { Store } from "./platform.ts";
import { createStore } from "./storage.ts";

/** What consent needs of the browser. A test has one of its own. */
export interface ConsentStore {
  /** Returns the last decision of this visitor, if there is one. */
  read(): string | undefined;
  /** Keeps the decision, for all of this window, for other tabs and later pages. */
  write(state: ConsentState): void;
  /**
   * Calls `listener` when there may be another decision. The call may be missing: `document.open()` removes listeners,
   * and a page in the back/forward cache hears nothing.
   */
  onChange(listener: () => void): void;
  /**
   * Removes the keys of all trackers in this tab. `everywhere`: in all tabs, and their database. The decision stays.
   */
  erase(everywhere: boolean): void;
  /** Whether the visitor's browser asks not to sell or share data. */
  readonly hasPrivacySignal: boolean;
}

/**
 * What all copies of this file share in a window: a bundle may have one as an ES module and another by `require`.
 * A list, since names of properties differ between versions.
 */
type Shared = [listeners: Set<() => void>, decision?: string];

const SHARED = Symbol.for("clickstream:consent");

/**
 * Returns `undefined` where there is no page.
 *
 * @param cookies keeps the decision for other subdomains
 */
export function createConsentStore(cookies?: Store): ConsentStore | undefined {
  if (typeof document === "undefined") return undefined;

  const shared = ((window as { [SHARED]?: Shared | undefined })[SHARED] ??= [new Set()]);
  const local = createStore(() => localStorage);
  const session = createStore(() => sessionStorage);
  const homes = cookies ? [local, cookies] : [local];

  /** Writes where it is missing or older: a home may have been emptied, blocked or full. */
  const keep = (decision = ""): void => {
    shared[1] = decision;
    for (const home of homes) if (decision && home.read(CONSENT_KEY) !== decision) home.write(CONSENT_KEY, decision);
  };

  const read = (): string | undefined => {
    const decision = homes.map((home) => home.read(CONSENT_KEY)).reduce(laterDecision, shared[1]);
    keep(decision);
    return decision;
  };

  return {
    read,
    write(state) {
      keep(writeDecision(state, read(), Date.now()));
      for (const listener of shared[0]) listener();
    },
    onChange(listener) {
      shared[0].add(listener);
      addEventListener("storage", listener);
      // A page in the back/forward cache receives no storage events.
      addEventListener("pageshow", listener);
    },
    erase(everywhere) {
      for (const store of everywhere ? [session, ...homes] : [session]) {
        for (const key of store.keys("")) if (OUR_KEYS.test(key) && key !== CONSENT_KEY) store.remove(key);
      }
      if (everywhere) attempt(() => indexedDB.deleteDatabase(DATABASE_NAME));
    },
    hasPrivacySignal: (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true,
  };
}
