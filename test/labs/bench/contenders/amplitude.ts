/** Amplitude's browser SDK: its defaults for delivery, to an endpoint of our own, without what it captures by itself. */
import { init, track } from "@amplitude/analytics-browser";
import type { Create } from "../page/contender.ts";

export const create: Create = (endpoint) => {
  init("bench", {
    serverUrl: `${endpoint}/2/httpapi`,
    autocapture: false,
    remoteConfig: { fetchRemoteConfig: false },
    enableDiagnostics: false,
  });
  return ({ product, quantity }) =>
    void track("add_to_cart", {
      product,
      quantity,
      // The part of it that adds these is one of those that capture.
      page_url: location.href,
      page_path: location.pathname,
      page_title: document.title,
      page_referrer: document.referrer,
    });
};
