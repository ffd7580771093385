/** Shows events on the console where no endpoint is set, so that a page can be built before its ingest. */
import type { Platform } from "../platform/platform.ts";
import type { Delivery } from "./delivery.ts";

export function createDryRun(platform: Platform): Delivery {
  platform.warn('clickstream: no option "endpoint", so events are shown here and not sent');
  return {
    add: ({ json }) => platform.log("clickstream:", JSON.parse(json)),
    flush: () => Promise.resolve(),
    leave: () => undefined,
    stop: () => undefined,
  };
}
