/** Tells when the page is left and when it is back. */
import type { Moment, Undo } from "./platform.ts";

/**
 * Calls `listener` at each turn of the page's life.
 *
 * `visibilitychange` to hidden is the last event that a phone is sure to fire; `pagehide` covers navigation in
 * Safari before 14.1. Neither means the end: pages come back, also from the back/forward cache. `unload` and
 * `beforeunload` are left alone, since they keep pages out of that cache.
 * Capture: a page's own listener can't stop the event before it is seen here.
 *
 * @see https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */
export function onMoment(listener: (moment: Moment) => void): Undo {
  const turn = (event: Event): void => {
    const { type } = event;
    // The first `pageshow` of a page is its load, not a return.
    if (type === "pageshow" && !(event as PageTransitionEvent).persisted) return;
    listener(type === "pagehide" || document.visibilityState === "hidden" ? "leaving" : "returning");
  };
  const listeners: readonly (readonly [EventTarget, string])[] = [
    [document, "visibilitychange"],
    [document, "resume"],
    [window, "pagehide"],
    [window, "pageshow"],
    [window, "online"],
  ];

  for (const [target, type] of listeners) target.addEventListener(type, turn, true);
  return () => {
    for (const [target, type] of listeners) target.removeEventListener(type, turn, true);
  };
}

/** Resolves when a prerendered page is shown. Chromium alone prerenders. */
export function activation(): Promise<void> | undefined {
  if (!(document as { readonly prerendering?: boolean }).prerendering) return undefined;
  return new Promise((resolve) => document.addEventListener("prerenderingchange", () => resolve(), { once: true }));
}
