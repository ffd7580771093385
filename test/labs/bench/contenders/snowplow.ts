/** Snowplow's browser tracker with its defaults, which its documentation recommends: each event at once, by POST. */
import { newTracker, trackSelfDescribingEvent } from "@snowplow/browser-tracker";
import type { Create } from "../page/contender.ts";

export const create: Create = (endpoint) => {
  newTracker("bench", endpoint, { appId: "shop" });
  return ({ product, quantity }) =>
    trackSelfDescribingEvent({
      event: { schema: "iglu:com.example/add_to_cart/jsonschema/1-0-0", data: { product, quantity } },
    });
};
