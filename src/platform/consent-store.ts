/** Keeps a visitor's decision for all tabs, and erases what trackers have kept. */
import { attempt } from "../attempt.ts";
import type { Store } from "./platform.ts";
import { createStore } from "./storage.ts";

/** What consent needs of the browser. A test hands over its own. */
export interface ConsentStore {
  /** What this visitor decided, if anything. */
  read(): string | undefined;
  /** Keeps it, for other tabs and later pages. `undefined` forgets it. */
  write(decision: string | undefined): void;
  /** Tells of what other tabs write, and when they forget. */
  onChange(listener: () => void): void;
  /** Removes all keys of all trackers, here and in IndexedDB, but not the decision. */
  erase(): void;
  /** The visitor's browser asks not to sell or share. */
  readonly hasPrivacySignal: boolean;
}

const KEY = "clickstream:consent";

/** All that trackers write begins so, and the mark of their second home. */
const OURS = /^clickstream(:|$)/;

/** Returns `undefined` where there is no page. */
export function createConsentStore(): ConsentStore | undefined {
  if (typeof document === "undefined") return undefined;

  const local = createStore(() => localStorage);
  const session = createStore(() => sessionStorage);
  const eraseFrom = (store: Store): void => {
    for (const key of store.keys("")) if (OURS.test(key) && key !== KEY) store.remove(key);
  };
  return {
    read: () => local.read(KEY),
    write(decision) {
      if (decision === undefined) local.remove(KEY);
      else local.write(KEY, decision);
    },
    onChange(listener) {
      // A key of `null` says that everything was cleared.
      addEventListener("storage", ({ key }) => {
        if (key === KEY || key === null) listener();
      });
      // What was decided while this page lay in the back/forward cache, nobody told it.
      addEventListener("pageshow", listener);
    },
    erase() {
      eraseFrom(local);
      eraseFrom(session);
      attempt(() => indexedDB.deleteDatabase("clickstream"));
    },
    hasPrivacySignal: (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true,
  };
}
