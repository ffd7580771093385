/** Tells when the page is left, when it is back, and when it is seen at all. */
import type { Undo } from "./platform.ts";

const TURNS = ["visibilitychange", "pagehide", "online"];

/**
 * Calls `listener` at each turn of the page's life.
 *
 * `visibilitychange` to hidden is the last event that a phone is sure to fire; `pagehide` covers navigation in
 * Safari before 14.1. Neither means the end: pages come back, also from the back/forward cache, and that too is a
 * `visibilitychange`, in all engines. `unload` and
 * `beforeunload` are left alone, since they keep pages out of that cache.
 * Capture at the window: the document's events pass there, too, before a page's own listener can stop them.
 *
 * @see https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */
export function onMoment(listener: (isLeaving: boolean) => void): Undo {
  const turn = ({ type }: Event): void => {
    listener(type === "pagehide" || document.hidden);
  };

  for (const type of TURNS) addEventListener(type, turn, true);
  return () => {
    for (const type of TURNS) removeEventListener(type, turn, true);
  };
}

/** Runs at once, or when a prerendered page is shown. Chromium alone prerenders. */
export function whenShown(run: () => void): void {
  // A form of that name would be there instead.
  if ((document as { readonly prerendering?: unknown }).prerendering === true)
    addEventListener("prerenderingchange", run, true);
  else run();
}
