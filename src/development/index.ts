/** The public face where bundlers build for development: wrong options throw, and `debug` shows what is tracked. */
import type { StandardEvents } from "../events.ts";
import type { TrackerOptions } from "../options.ts";
import { browserPlatform } from "../platform/browser.ts";
import type { Platform } from "../platform/platform.ts";
import { createTracker as createSilently, type EventMap, type Tracker } from "../tracker.ts";
import { checkOptions } from "./check-options.ts";
import { createWatchedTracker } from "./debug.ts";
import { tellRefusal } from "./refusals.ts";

export * from "../index.ts";

/**
 * As `createTracker()` in production. Without an endpoint, events are shown on the console.
 *
 * @param options see {@link TrackerOptions}
 * @throws TypeError for a wrong option: it names the option, what came and what was expected
 */
export function createTracker<Events extends EventMap<Events> = StandardEvents>(
  options?: TrackerOptions,
): Tracker<Events>;
/** @internal */
export function createTracker<Events extends EventMap<Events> = StandardEvents>(
  options: TrackerOptions | undefined,
  platform: Platform | undefined,
): Tracker<Events>;
export function createTracker<Events extends EventMap<Events>>(
  options: TrackerOptions = {},
  platform = browserPlatform(),
): Tracker<Events> {
  checkOptions(options);
  if (!platform) return createSilently(options, platform);
  const { endpoint, debug } = options;
  const create = debug || !endpoint ? createWatchedTracker : createSilently;
  return create<Events>(options, tellRefusal(platform, endpoint));
}
