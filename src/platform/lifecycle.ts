/** Tells when the page is hidden, visible again or online again, and when a prerendered page is shown. */
import { readDocument } from "./document.ts";
import type { LifecycleEvent, Undo } from "./platform.ts";

const EVENT_TYPES = ["visibilitychange", "pagehide", "online"];

/**
 * Calls `listener` at each lifecycle event of the page.
 *
 * `visibilitychange` to hidden is the last event that a phone is sure to fire. `pagehide` covers navigation in Safari
 * before 14.1. Neither means the end: pages come back, also from the back/forward cache, and that is a
 * `visibilitychange` in all engines. There is no listener for `unload` and `beforeunload`, since they keep pages out
 * of that cache.
 *
 * The listeners capture at the window, where the document's events pass before a listener of the page can stop them.
 *
 * @see https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */
export function onLifecycleEvent(listener: (event: LifecycleEvent) => void): Undo {
  const onEvent = ({ type }: Event): void => {
    if (type === "pagehide" || readDocument("hidden")) listener("hidden");
    else listener(type === "online" ? type : "visible");
  };

  for (const type of EVENT_TYPES) addEventListener(type, onEvent, true);
  return () => {
    for (const type of EVENT_TYPES) removeEventListener(type, onEvent, true);
  };
}

/** Runs at once, or when a prerendered page is shown. Chromium alone prerenders. */
export function whenShown(run: () => void): void {
  if (readDocument("prerendering")) addEventListener("prerenderingchange", run, true);
  else run();
}
