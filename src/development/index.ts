/** The public API where bundlers build for development: wrong options throw, and `debug` shows what is tracked. */
import type { TrackerOptions } from "../options.ts";
import { browserPlatform } from "../platform/browser.ts";
import { createTracker as createProductionTracker } from "../create-tracker.ts";
import type { EventMap, Tracker } from "../tracker.ts";
import { checkOptions } from "./check-options.ts";
import { createDebugTracker } from "./debug-tracker.ts";
import { withEndpointAdvice } from "./endpoint-advice.ts";
import { warnOnce } from "./warn-once.ts";

export * from "../index.ts";

/**
 * As `createTracker()` in production. Without an endpoint, events are shown on the console.
 *
 * @throws TypeError for a wrong option: it names the option, what came and what was expected
 */
export const createTracker: typeof createProductionTracker = <Events extends EventMap<Events>>(
  options: TrackerOptions = {},
  platform = browserPlatform(),
): Tracker<Events> => {
  checkOptions(options);
  if (!platform) {
    warnOnce("there is no page here (a server or a worker), so nothing is tracked");
    return createProductionTracker(options, platform);
  }
  const { endpoint, debug } = options;
  const create = debug || !endpoint ? createDebugTracker : createProductionTracker;
  return create<Events>(options, withEndpointAdvice(platform, options));
};
