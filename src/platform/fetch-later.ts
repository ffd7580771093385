/** Leaves a request with the browser, which sends it when the page is gone, even after a crash. */
import { attempt } from "../attempt.ts";
import type { Platform } from "./platform.ts";

/** The types of the DOM do not have it yet. */
type FetchLater = (url: string, init: RequestInit) => unknown;

/**
 * Chromium has `fetchLater()` since version 135. It gives no answer and tries once, so nothing is acknowledged by it.
 *
 * @returns `undefined` where the browser does not have it
 * @see https://developer.mozilla.org/en-US/docs/Web/API/Window/fetchLater
 */
export function createFetchLater(): Platform["sendLater"] {
  const { fetchLater } = globalThis as { readonly fetchLater?: FetchLater };
  if (!fetchLater) return undefined;

  let armed: AbortController | undefined;
  return (request) => {
    // It throws where the browser's quota is used up, where a page's policy forbids it, or for a polyfill's signal.
    attempt(() => {
      armed?.abort();
      if (!request) return;
      armed = new AbortController();
      const { endpoint, body, credentials } = request;
      // `text/plain` needs no CORS preflight.
      const headers = { "content-type": "text/plain" };
      fetchLater(endpoint, { method: "POST", headers, body, credentials, signal: armed.signal });
    });
  };
}
