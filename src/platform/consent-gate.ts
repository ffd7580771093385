/** A platform behind a gate. While the gate is closed, everything stays in memory and nothing is sent. */
import { RETRY_STATE } from "../storage-keys.ts";
import type { Outcome, Platform, Store } from "./platform.ts";

export interface ConsentGate {
  /** The platform that a tracker gets in place of the browser's. */
  readonly platform: Platform;
  /** Moves to the browser what was held in memory, and lets through all that follows. */
  open(): void;
  /** Forgets what is held in memory, and lets nothing through any more. */
  close(): void;
  /** Resolves when the IndexedDB copy is open, if the gate ever was. */
  readonly restored: Promise<void>;
}

interface HeldStore extends Store {
  open(): void;
  close(): void;
}

export function createConsentGate(platform: Platform): ConsentGate {
  let isOpen = false;
  let resolveRestored: () => void = () => undefined;
  const restored = new Promise<void>((resolve) => (resolveRestored = resolve));

  const local = createHeldStore(() => platform.local);
  const session = createHeldStore(() => platform.session);
  const durable = createHeldStore(() => {
    const opened = platform.openDurable();
    void opened.restored.then(resolveRestored);
    return opened;
  });
  const stores = [local, session, durable];
  const noAnswer: Outcome = { status: 0 };

  return {
    restored,
    platform: {
      ...platform,
      local,
      session,
      openDurable: () => ({ ...durable, restored }),
      send: (request) => (isOpen ? platform.send(request) : Promise.resolve(noAnswer)),
    },
    open() {
      isOpen = true;
      // Requests that failed at the closed gate say nothing about the endpoint, so there is no delay after them.
      for (const key of local.keys("")) if (key.endsWith(RETRY_STATE)) local.remove(key);
      for (const store of stores) store.open();
    },
    close() {
      isOpen = false;
      for (const store of stores) store.close();
    },
  };
}

/** Returns a store in memory, until `open` moves its values into the store that `openTarget` returns. */
function createHeldStore(openTarget: () => Store): HeldStore {
  const held = new Map<string, string>();
  const memory: Store = {
    read: (key) => held.get(key),
    write: (key, value) => void held.set(key, value),
    remove: (key) => void held.delete(key),
    keys: (prefix) => [...held.keys()].filter((key) => key.startsWith(prefix)),
  };
  let current = memory;
  return {
    read: (key) => current.read(key),
    write: (key, value) => current.write(key, value),
    remove: (key) => current.remove(key),
    keys: (prefix) => current.keys(prefix),
    open() {
      current = openTarget();
      // What is there already was kept with consent, at an earlier time.
      for (const [key, value] of held) if (current.read(key) === undefined) current.write(key, value);
    },
    close() {
      current = memory;
      held.clear();
    },
  };
}
