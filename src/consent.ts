/** Asks before anything is kept or sent: holds what is tracked until the visitor has decided, then sends or forgets it. */
import type { ConsentGuard, ConsentState, Guarded } from "./options.ts";
import { createConsentStore, type ConsentStore } from "./platform/consent-store.ts";
import { createGate, type Gate } from "./platform/consent-gate.ts";
import type { Platform } from "./platform/platform.ts";

export type { ConsentState };

/** Options of `createConsent()`. */
export interface ConsentOptions {
  /**
   * Where a visitor begins who has not decided yet.
   *
   * @default "pending"
   */
  readonly initial?: ConsentState;
  /**
   * What Global Privacy Control means: `record` writes `global_privacy_control` into each event, `deny` begins with
   * `denied` (a later `set("granted")` wins), `ignore` does neither.
   *
   * @default "record"
   * @see https://www.w3.org/TR/gpc/
   */
  readonly globalPrivacyControl?: "record" | "deny" | "ignore";
}

/** One decision for all trackers of a site, in all tabs. */
export interface Consent extends ConsentGuard {
  /**
   * Says what the visitor decided. `granted` keeps and sends what was held; `denied` destroys it, and all that was
   * ever kept; `pending` holds again. Anything else is ignored.
   */
  set(state: ConsentState): void;
}

const STATES: readonly ConsentState[] = ["pending", "granted", "denied"];

/**
 * Creates the gate that `createTracker({ consent })` puts before its tracker.
 *
 * While the decision is pending, events are held in memory, at most 2,000 of 1 MiB, and nothing is read from or
 * written to any storage but the decision itself. After `denied` that is the only key that remains.
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
  assertOneOf(["record", "deny", "ignore"], "globalPrivacyControl", globalPrivacyControl);

  const hasSignal = store?.hasPrivacySignal === true;
  const isRecorded = hasSignal && globalPrivacyControl !== "ignore";
  const start = hasSignal && globalPrivacyControl === "deny" ? "denied" : initial;
  const read = (): ConsentState => {
    const kept = store?.read();
    return STATES.find((each) => each === kept) ?? start;
  };
  const listeners = new Set<(from: ConsentState) => void>();
  let state = read();

  const eraseIfDenied = (): void => {
    if (state === "denied") store?.erase();
  };
  const follow = (): void => {
    const from = state;
    state = read();
    if (state === from) return;
    for (const listener of listeners) listener(from);
    eraseIfDenied();
  };
  store?.onChange(follow);
  eraseIfDenied();

  return {
    state: () => state,
    set(next) {
      if (!STATES.includes(next)) return;
      store?.write(next === start ? undefined : next);
      follow();
    },
    guard(create, platform, silent) {
      const seen = isRecorded ? withSignal(platform) : platform;
      let tracker = silent;
      let gate: Gate | undefined;

      const begin = (): void => {
        if (state === "denied") return;
        gate = createGate(seen);
        if (state === "granted") gate.open();
        tracker = create(gate.platform);
      };
      const end = (): void => {
        gate?.shut();
        tracker.close();
        tracker = silent;
        // A second home that was still opening is there again.
        void gate?.restored.then(eraseIfDenied);
      };
      const turn = (from: ConsentState): void => {
        if (from === "pending" && state === "granted") {
          gate?.open();
          void tracker.flush();
          return;
        }
        end();
        begin();
      };

      listeners.add(turn);
      begin();
      return {
        ...forward(() => tracker, silent),
        close() {
          listeners.delete(turn);
          tracker.close();
        },
      };
    },
  };
}

/** Returns an object with the methods of `silent`, each of which calls that of the tracker that there is then. */
function forward<T extends Guarded>(current: () => T, silent: T): T {
  const names = Object.keys(silent) as (keyof T)[];
  const methods = names.map((name) => [name, (...args: never[]) => (current()[name] as Method)(...args)]);
  return Object.fromEntries(methods) as T;
}

type Method = (...args: never[]) => unknown;

function withSignal(platform: Platform): Platform {
  return { ...platform, page: () => ({ ...platform.page(), global_privacy_control: true }) };
}

function assertOneOf(words: readonly string[], name: string, word: string): void {
  if (words.includes(word)) return;
  throw new TypeError(`clickstream: consent "${name}" is ${word}, expected one of ${words.join()}`);
}
