/** Creates trackers: one for each name of a page. */
import { attempt } from "./attempt.ts";
import { copyPlain } from "./copy-plain.ts";
import { resolveOptions, type TrackerOptions } from "./options.ts";
import { browserPlatform } from "./platform/browser.ts";
import type { Platform, Send } from "./platform/platform.ts";
import type { PluginHost } from "./plugin.ts";
import { createSilentTracker, SILENT_TRACKER } from "./silent-tracker.ts";
import type { StandardEvents } from "./standard-events.ts";
import { openTracker, type EventMap, type Tracker } from "./tracker.ts";

/**
 * Creates a tracker. If one of the same name is open in the page, it returns that one, since React's StrictMode and hot
 * reload call twice. On a server, where there is no page, the tracker does nothing.
 *
 * @param options see {@link TrackerOptions}
 * @throws TypeError for a wrong option: it names the option, what came and what was expected. Only the development
 * build throws, which bundlers choose while they build for development.
 * @example
 * const tracker = createTracker({ endpoint: "https://<api-id>.execute-api.ap-southeast-1.amazonaws.com/clickstream" });
 * tracker.track("page_view");
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
  if (!platform) return SILENT_TRACKER;

  const settings = resolveOptions(options);
  const { endpoint, name, plugins, visitorStore } = settings;
  const { trackers } = platform;
  const known = trackers.get(name) as Tracker<Events> | undefined;
  if (known) return known;

  // Not out of the settings, where `null` is absent: whoever is asked by what is no consent has not agreed.
  const { consent } = { ...options };
  let wrap = (send: Send): Send => send;
  // Below consent, which closes and opens what is above.
  const sending: Platform = { ...platform, send: (request) => wrap((each) => platform.send(each))(request) };
  const open = (): Tracker<Events> => {
    const create = (given: Platform): Tracker<Events> => openTracker(settings, given);
    const placed = visitorStore ? visitorStore.place(sending) : sending;
    if (consent === undefined) return create(placed);
    return consent.gateTracker({ platform: placed, create, silent: SILENT_TRACKER, copy: copyPlain });
  };
  const opened = endpoint ? attempt(open) : undefined;
  if (!opened) return createSilentTracker(trackers);
  const tracker: Tracker<Events> = {
    ...opened,
    wrapSend(next) {
      wrap = next;
    },
    close() {
      trackers.delete(name);
      for (const undo of undos) attempt(() => undo?.());
      opened.close();
    },
  };
  trackers.set(name, tracker);
  const undos = plugins.map((plugin) => attempt(() => plugin.setup?.(tracker as unknown as PluginHost)));
  return tracker;
}
