/** The public face where bundlers build for development: wrong options throw, and `debug` shows what is tracked. */
import type { TrackerOptions } from "../options.ts";
import { browserPlatform } from "../platform/browser.ts";
import { createTracker as createSilently, type EventMap, type Tracker } from "../tracker.ts";
import { checkOptions } from "./check-options.ts";
import { createWatchedTracker } from "./debug.ts";
import { tellRefusal } from "./refusals.ts";

export * from "../index.ts";

/**
 * As `createTracker()` in production. Without an endpoint, events are shown on the console.
 *
 * @throws TypeError for a wrong option: it names the option, what came and what was expected
 */
export const createTracker: typeof createSilently = <Events extends EventMap<Events>>(
  options: TrackerOptions = {},
  platform = browserPlatform(),
): Tracker<Events> => {
  checkOptions(options);
  if (!platform) return createSilently(options, platform);
  const { endpoint, debug } = options;
  const create = debug || !endpoint ? createWatchedTracker : createSilently;
  return create<Events>(options, tellRefusal(platform, endpoint));
};
