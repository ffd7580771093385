/** Segment's analytics-next: its standard delivery, to an endpoint of our own, without settings from its CDN. */
import { AnalyticsBrowser } from "@segment/analytics-next";
import type { Create } from "../page/contender.ts";

const WRITE_KEY = "bench";

export const create: Create = (endpoint) => {
  const { protocol, host } = new URL(endpoint);
  const delivery = { apiKey: WRITE_KEY, apiHost: `${host}/v1`, protocol: protocol.slice(0, -1) };
  const analytics = AnalyticsBrowser.load({
    writeKey: WRITE_KEY,
    cdnSettings: { integrations: { "Segment.io": delivery } },
  });
  return ({ product, quantity }) => void analytics.track("add_to_cart", { product, quantity });
};
