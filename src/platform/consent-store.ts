/** Keeps a visitor's decision for all tabs, and erases what trackers have kept. */
import { attempt } from "../attempt.ts";
import { CONSENT_KEY, DATABASE_NAME, OUR_KEYS } from "../storage-keys.ts";
import type { Store } from "./platform.ts";
import { createStore } from "./storage.ts";

/** What consent needs of the browser. A test has one of its own. */
export interface ConsentStore {
  /** Returns what this visitor decided, if anything. */
  read(): string | undefined;
  /** Keeps the decision, for other tabs and later pages. `undefined` forgets it. */
  write(decision: string | undefined): void;
  /** Calls `listener` when another tab may have written or forgotten a decision. */
  onChange(listener: () => void): void;
  /** Removes all keys of all trackers and their database. The decision stays. */
  erase(): void;
  /** Whether the visitor's browser asks not to sell or share data. */
  readonly hasPrivacySignal: boolean;
}

/** Returns `undefined` where there is no page. */
export function createConsentStore(): ConsentStore | undefined {
  if (typeof document === "undefined") return undefined;

  const local = createStore(() => localStorage);
  const session = createStore(() => sessionStorage);
  return {
    read: () => local.read(CONSENT_KEY),
    write(decision) {
      if (decision === undefined) local.remove(CONSENT_KEY);
      else local.write(CONSENT_KEY, decision);
    },
    onChange(listener) {
      addEventListener("storage", ({ key }) => {
        // `null`: everything was cleared.
        if (key === CONSENT_KEY || key === null) listener();
      });
      // A page in the back/forward cache receives no storage events.
      addEventListener("pageshow", listener);
    },
    erase() {
      eraseFrom(local);
      eraseFrom(session);
      attempt(() => indexedDB.deleteDatabase(DATABASE_NAME));
    },
    hasPrivacySignal: (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true,
  };
}

function eraseFrom(store: Store): void {
  for (const key of store.keys("")) if (OUR_KEYS.test(key) && key !== CONSENT_KEY) store.remove(key);
}
