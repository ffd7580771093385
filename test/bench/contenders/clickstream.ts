/** clickstream-js as it is in `src`, with its defaults. */
import { createTracker } from "../../../src/index.ts";
import type { Create } from "../page/contender.ts";

export const create: Create = (endpoint) => {
  const tracker = createTracker({ endpoint: `${endpoint}/clickstream` });
  return (event) => tracker.track("add_to_cart", event);
};
