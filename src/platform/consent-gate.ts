/** The platform behind a consent gate: what passes, passes only while the visitor agrees. */
import type { PageFields, Platform, Store } from "./platform.ts";

/** The moment of a call that was held. */
export interface Moment {
  readonly nowMs: number;
  readonly elapsedMs: number;
  readonly page: PageFields;
}

export interface ConsentGate {
  /** The platform that a tracker gets in place of the browser's. */
  readonly platform: Platform;
  /** Runs as if it were `moment`. */
  runAt(moment: Partial<Moment>, run: () => void): void;
  /**
   * Lets nothing through any more: nothing is read, kept or sent, by whatever timer.
   *
   * @param wasRefused what this page has kept is destroyed, too. Other tabs may keep with a later consent already
   */
  close(wasRefused: boolean): void;
}

/**
 * Returns an open gate.
 *
 * @param readDecision closes the gate if the visitor has decided otherwise meanwhile. It is called before each request
 * and after it, since a listener may be lost.
 */
export function createConsentGate(platform: Platform, readDecision: () => void): ConsentGate {
  let isOpen = true;
  let moment: Partial<Moment> | undefined;
  const durable = platform.openDurable();

  const whileOpen = <S extends Store>(store: S): S => ({
    ...store,
    read: (key) => (isOpen ? store.read(key) : undefined),
    write(key, value) {
      if (isOpen) store.write(key, value);
    },
    remove(key) {
      if (isOpen) store.remove(key);
    },
    keys: (prefix) => (isOpen ? store.keys(prefix) : []),
  });

  const mayStart = (): boolean => {
    readDecision();
    return isOpen;
  };

  return {
    platform: {
      ...platform,
      now: () => moment?.nowMs ?? platform.now(),
      elapsed: () => moment?.elapsedMs ?? platform.elapsed(),
      page: () => moment?.page ?? platform.page(),
      local: whileOpen(platform.local),
      session: whileOpen(platform.session),
      openDurable: () => whileOpen(durable),
      async send(request) {
        const outcome = mayStart() ? await platform.send({ ...request, mayStart }) : { status: 0 };
        readDecision();
        return outcome;
      },
      // A closed gate still lets through what takes a request back.
      sendLater: platform.sendLater && ((request) => platform.sendLater?.(mayStart() ? request : undefined)),
    },
    runAt(then, run) {
      moment = then;
      run();
      moment = undefined;
    },
    close(wasRefused) {
      isOpen = false;
      platform.sendLater?.(undefined);
      if (wasRefused) durable.destroy();
    },
  };
}
