/** A page that does what a test tells it: its address names the options of its trackers, `visit` works them. */
import { createConsent } from "../../../src/consent.ts";
import { createTracker, type TrackerOptions } from "../../../src/index.ts";

/** What the address asks for. */
export interface Visit extends TrackerOptions {
  readonly names?: readonly string[];
  /** The visitor is asked first. */
  readonly asks?: boolean;
}

const {
  names = ["default"],
  asks = false,
  ...options
} = JSON.parse(new URLSearchParams(location.search).get("visit") ?? "{}") as Visit;
const consent = asks ? createConsent() : undefined;
const trackers = names.map((name) => createTracker({ ...options, name, ...(consent && { consent }) }));
const [tracker] = trackers;

const visit = {
  consent,
  tracker,
  isRestored: false,
  /** How often the page came into view after it was out of it. */
  returns: 0,
  /** Tracks an event that a test finds again, with each tracker. */
  track(mark: string): Promise<unknown> {
    for (const each of trackers) each.track("search", { query: mark });
    return Promise.all(trackers.map((each) => each.flush()));
  },
  /** A tab that this one opens, with a copy of its sessionStorage. */
  opened: null as Window | null,
};

document.querySelector("#open-copy")?.addEventListener("click", () => (visit.opened = window.open(location.href)));
addEventListener("visibilitychange", () => (visit.returns += document.hidden ? 0 : 1), true);
addEventListener("pageshow", ({ persisted }) => (visit.isRestored = persisted));
Object.assign(window, { visit });
