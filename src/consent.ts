/** Asks before anything is kept or sent: holds calls until the visitor has decided, then runs or destroys them. */
import { CONSENT_STATES, parseDecision, type ConsentState } from "./decision.ts";
import { createGatedTracker } from "./gated-tracker.ts";
import type { Consent, VisitorStore } from "./options.ts";
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
  /** The result of `shareOverSubdomains()` of `clickstream-js/subdomains`: one decision for all subdomains. */
  readonly visitorStore?: VisitorStore;
}

const PRIVACY_SIGNAL_EFFECTS = ["record", "deny", "ignore"];

/**
 * Creates the decision that `createTracker({ consent })` follows. All that are created in a window are one.
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
export function createConsent(
  options: ConsentOptions = {},
  store = createConsentStore(options.visitorStore?.cookies),
): Consent {
  const { initial = "pending", globalPrivacyControl = "record" } = options;
  assertOneOf(CONSENT_STATES, "initial", initial);
  assertOneOf(PRIVACY_SIGNAL_EFFECTS, "globalPrivacyControl", globalPrivacyControl);

  const hasSignal = store?.hasPrivacySignal === true;
  const isSignalRecorded = hasSignal && globalPrivacyControl !== "ignore";
  const undecided = hasSignal && globalPrivacyControl === "deny" ? "denied" : initial;

  const listeners = new Set<(wasRefused: boolean) => void>();
  let decision = parseDecision(store?.read());
  const state = (): ConsentState => decision.state ?? undecided;

  /** Reads the decision anew: nothing else is sure to tell of a change. */
  const update = (): void => {
    const before = state();
    const { refusedMs } = decision;
    decision = parseDecision(store?.read());
    const isMissedRefusal = decision.refusedMs > refusedMs;
    if (state() === before && !isMissedRefusal) return;
    const isDenied = state() === "denied";
    const wasRefused = isDenied || isMissedRefusal;
    if (wasRefused) store?.erase(isDenied);
    for (const listener of listeners) listener(wasRefused);
  };

  const read = (): ConsentState => {
    update();
    return state();
  };

  store?.onChange(update);
  if (state() === "denied") store?.erase(true);

  return {
    state: read,
    set(next) {
      update();
      if (CONSENT_STATES.includes(next) && next !== state()) store?.write(next);
      update();
    },
    gateTracker: (parts) =>
      createGatedTracker(isSignalRecorded ? { ...parts, platform: withPrivacySignal(parts.platform) } : parts, {
        read,
        onChange(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      }),
  };
}

function withPrivacySignal(platform: Platform): Platform {
  return { ...platform, page: () => ({ ...platform.page(), global_privacy_control: true }) };
}

function assertOneOf(expected: readonly string[], option: string, value: string): void {
  if (expected.includes(value)) return;
  throw new TypeError(
    `clickstream: the option \`${option}\` of createConsent() must be ${expected.join(" or ")}; got "${value}"`,
  );
}
