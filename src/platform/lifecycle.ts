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
  const leave = (): void => listener("leaving");
  const comeBack = (): void => listener("returning");
  const turn = (): void => (document.visibilityState === "hidden" ? leave() : comeBack());
  // The first `pageshow` of a page is its load, not a return.
  const show = (event: Event): void => {
    if ((event as PageTransitionEvent).persisted) comeBack();
  };
  const listeners: readonly (readonly [EventTarget, string, (event: Event) => void])[] = [
    [document, "visibilitychange", turn],
    [document, "resume", comeBack],
    [window, "pagehide", leave],
    [window, "pageshow", show],
    [window, "online", comeBack],
  ];

  for (const [target, type, run] of listeners) target.addEventListener(type, run, true);
  return () => {
    for (const [target, type, run] of listeners) target.removeEventListener(type, run, true);
  };
}

/** Resolves when a prerendered page is shown. Chromium alone prerenders. */
export function activation(): Promise<void> | undefined {
  if (!(document as { readonly prerendering?: boolean }).prerendering) return undefined;
  return new Promise((resolve) => document.addEventListener("prerenderingchange", () => resolve(), { once: true }));
}
