/** The consent banner's script: asks whether the visit may be recorded, and lets a visitor change the answer. */
import type { ConsentState } from "clickstream-js/consent";
import { find } from "../../../web/find.ts";
import { consent } from "./tracking.ts";

const STATE_TEXTS: Readonly<Record<ConsentState, string>> = {
  pending: "Nothing is recorded yet.",
  granted: "Your visit is recorded.",
  denied: "Your visit is not recorded.",
};

export function startConsentBanner(): void {
  decideBy("#consent-accept", "granted");
  decideBy("#consent-refuse", "denied");
  find("#consent-change", HTMLButtonElement).addEventListener("click", () => {
    banner().hidden = false;
    find("#consent-refuse", HTMLButtonElement).focus();
  });
  showConsent();
}

/** Shows the current decision, which another tab may have changed. */
export function showConsent(): void {
  banner().hidden = consent.state() !== "pending";
  find("#consent-change", HTMLElement).hidden = consent.state() === "pending";
  find("#consent-state", HTMLElement).textContent = STATE_TEXTS[consent.state()];
}

function decideBy(selector: string, state: ConsentState): void {
  find(selector, HTMLButtonElement).addEventListener("click", () => {
    consent.set(state);
    showConsent();
  });
}

function banner(): HTMLElement {
  return find("#consent", HTMLElement);
}
