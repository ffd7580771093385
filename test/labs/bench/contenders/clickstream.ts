/** The contender clickstream-js: as users get it, with its defaults. */
import { createTracker } from "clickstream-js";
import type { Create } from "../page/contender.ts";

export const create: Create = (endpoint) => {
  const tracker = createTracker({ endpoint: `${endpoint}/clickstream` });
  return (event) => tracker.track("add_to_cart", event);
};
