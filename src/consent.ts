/** Asks before anything is kept or sent: holds events until the visitor has decided, then sends or destroys them. */
import type { Consent, ConsentState, GatedTracker } from "./options.ts";
import { createConsentGate, type ConsentGate } from "./platform/consent-gate.ts";
import { createConsentStore, type ConsentStore } from "./platform/consent-store.ts";
import type { Platform } from "./platform/platform.ts";

export type { Consent, ConsentState };

/** Options of `createConsent()`. */
export interface ConsentOptions {
  /**
   * The state of a visitor who has not decided yet.
   *
   * @default "pending"
   */
  readonly initial?: ConsentState;
  /**
   * The effect of Global Privacy Control. `record` writes `global_privacy_control` into each event. `deny` begins with
   * `denied`, and a later `set("granted")` wins. `ignore` does neither.
   *
   * @default "record"
   * @see https://www.w3.org/TR/gpc/
   */
  readonly globalPrivacyControl?: "record" | "deny" | "ignore";
}

const STATES: readonly ConsentState[] = ["pending", "granted", "denied"];
const PRIVACY_SIGNAL_EFFECTS = ["record", "deny", "ignore"];

/**
 * Creates the decision that `createTracker({ consent })` follows.
 *
 * While it is pending, events are held in memory, at most 2,000 events or 1 MiB. Nothing is read from any storage or written
 * to it except the decision itself. After `denied` the decision is the only key that remains.
 *
 * @param options see {@link ConsentOptions}
 * @throws TypeError for a wrong option
 * @example
 * const consent = createConsent();
 * const tracker = createTracker({ endpoint, consent });
 * acceptButton.onclick = () => consent.set("granted");
 */
export function createConsent(options?: ConsentOptions): Consent;
/** @internal */
export function createConsent(options: ConsentOptions | undefined, store: ConsentStore | undefined): Consent;
export function createConsent(options: ConsentOptions = {}, store = createConsentStore()): Consent {
  const { initial = "pending", globalPrivacyControl = "record" } = options;
  assertOneOf(STATES, "initial", initial);
  assertOneOf(PRIVACY_SIGNAL_EFFECTS, "globalPrivacyControl", globalPrivacyControl);

  const hasSignal = store?.hasPrivacySignal === true;
  const isSignalRecorded = hasSignal && globalPrivacyControl !== "ignore";
  const undecided = hasSignal && globalPrivacyControl === "deny" ? "denied" : initial;
  const readState = (): ConsentState => {
    const stored = store?.read();
    return STATES.find((each) => each === stored) ?? undecided;
  };

  /** Called with the state of before. */
  const listeners = new Set<(from: ConsentState) => void>();
  let state = readState();

  const eraseIfDenied = (): void => {
    if (state === "denied") store?.erase();
  };

  const update = (): void => {
    const from = state;
    state = readState();
    if (state === from) return;
    for (const listener of listeners) listener(from);
    eraseIfDenied();
  };

  store?.onChange(update);
  eraseIfDenied();

  return {
    state: () => state,
    set(next) {
      if (!STATES.includes(next)) return;
      store?.write(next === undecided ? undefined : next);
      update();
    },
    gateTracker(create, platform, silent) {
      const target = isSignalRecorded ? withPrivacySignal(platform) : platform;
      let tracker = silent;
      let gate: ConsentGate | undefined;

      const begin = (): void => {
        if (state === "denied") return;
        gate = createConsentGate(target);
        if (state === "granted") gate.open();
        tracker = create(gate.platform);
      };

      const end = (): void => {
        gate?.close();
        tracker.close();
        tracker = silent;
        // A database that was still being opened exists again.
        void gate?.restored.then(eraseIfDenied);
      };

      const onStateChange = (from: ConsentState): void => {
        if (from === "pending" && state === "granted") {
          gate?.open();
          void tracker.flush();
          return;
        }
        end();
        begin();
      };

      listeners.add(onStateChange);
      begin();
      return {
        ...forwardTo(() => tracker, silent),
        close() {
          listeners.delete(onStateChange);
          tracker.close();
        },
      };
    },
  };
}

type Method = (...args: never[]) => unknown;

/** Returns an object with the methods of `silent`, each of which calls the tracker of that moment. */
function forwardTo<T extends GatedTracker>(current: () => T, silent: T): T {
  const names = Object.keys(silent) as (keyof T)[];
  const methods = names.map((name) => [name, (...args: never[]) => (current()[name] as Method)(...args)]);
  return Object.fromEntries(methods) as T;
}

function withPrivacySignal(platform: Platform): Platform {
  return { ...platform, page: () => ({ ...platform.page(), global_privacy_control: true }) };
}

function assertOneOf(expected: readonly string[], option: string, value: string): void {
  if (expected.includes(value)) return;
  const choices = expected.map((each) => `"${each}"`).join(", ");
  throw new TypeError(
    `clickstream: the option \`${option}\` of createConsent() must be one of ${choices}; got "${value}"`,
  );
}
