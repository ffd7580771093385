/** A platform behind a gate: while it is not open, nothing is kept but in memory, and nothing is sent. */
import type { Platform, Store } from "./platform.ts";

export interface Gate {
  /** What a tracker gets instead. */
  readonly platform: Platform;
  /** Lets out what was held, and all that follows. */
  open(): void;
  /** Forgets what is held, and lets nothing out any more. */
  shut(): void;
  /** Resolves when the second home is open, if the gate ever was. */
  readonly restored: Promise<void>;
}

interface HeldStore extends Store {
  open(): void;
  shut(): void;
}

export function createGate(platform: Platform): Gate {
  let isOpen = false;
  let tellRestored: () => void = () => undefined;
  const restored = new Promise<void>((resolve) => (tellRestored = resolve));

  const local = createHeldStore(() => platform.local);
  const session = createHeldStore(() => platform.session);
  const durable = createHeldStore(() => {
    const opened = platform.openDurable();
    void opened.restored.then(tellRestored);
    return opened;
  });
  const stores = [local, session, durable];

  return {
    restored,
    platform: {
      ...platform,
      local,
      session,
      openDurable: () => ({ ...durable, restored }),
      send: (request) => (isOpen ? platform.send(request) : Promise.resolve({ status: 0 })),
    },
    open() {
      isOpen = true;
      // Tries at a shut gate say nothing about the endpoint, so nobody has to wait for them.
      for (const key of local.keys("")) if (key.endsWith(":wait")) local.remove(key);
      for (const store of stores) store.open();
    },
    shut() {
      isOpen = false;
      for (const store of stores) store.shut();
    },
  };
}

function createHeldStore(openReal: () => Store): HeldStore {
  const held = new Map<string, string>();
  let real: Store | undefined;
  return {
    read: (key) => (real ? real.read(key) : held.get(key)),
    write(key, value) {
      if (real) real.write(key, value);
      else held.set(key, value);
    },
    remove(key) {
      if (real) real.remove(key);
      else held.delete(key);
    },
    keys: (prefix) => real?.keys(prefix) ?? [...held.keys()].filter((key) => key.startsWith(prefix)),
    open() {
      real = openReal();
      // What is there already was kept with consent, at an earlier time.
      for (const [key, value] of held) if (real.read(key) === undefined) real.write(key, value);
    },
    shut() {
      real = undefined;
      held.clear();
    },
  };
}
