/** The switch that takes the ingest offline, and the count of events that wait in this browser meanwhile. */
import { find } from "../../../web/find.ts";
import { tracker } from "./tracking.ts";

const PATH = "/demo/outage";
const COUNT_INTERVAL_MS = 500;

/** An event that the SDK keeps until it is acknowledged: docs/delivery.md. */
const QUEUED_EVENT = /^clickstream:.+:queue:/;

export function startOutageSwitch(): void {
  const button = find("#outage", HTMLButtonElement);
  // Otherwise the line would come and go with each click: an event waits for a second even when all is well.
  let hasBeenOffline = false;
  const show = (isOn: boolean): void => {
    hasBeenOffline ||= isOn;
    button.ariaPressed = String(isOn);
    button.textContent = isOn ? "Put the ingest back online" : "Take the ingest offline";
  };
  button.addEventListener("click", () => {
    const isOn = button.ariaPressed !== "true";
    void exchange({ method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ isOn }) })
      .then(show)
      .then(() => (isOn ? undefined : tracker.flush()));
  });
  void exchange().then(show);

  const waiting = find("#waiting", HTMLElement);
  setInterval(() => {
    const count = Object.keys(localStorage).filter((key) => QUEUED_EVENT.test(key)).length;
    const text =
      count === 0 || !hasBeenOffline
        ? ""
        : `${String(count)} ${count === 1 ? "event waits" : "events wait"} in this browser.`;
    if (waiting.textContent !== text) waiting.textContent = text;
  }, COUNT_INTERVAL_MS);
}

async function exchange(request?: RequestInit): Promise<boolean> {
  const response = await fetch(PATH, request);
  return ((await response.json()) as { readonly isOn: boolean }).isOn;
}
