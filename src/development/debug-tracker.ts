/** A tracker that shows each event on the console, and warns once of each fault in them. */
import { attempt } from "../attempt.ts";
import type { DropReason } from "../delivery/drop-reports.ts";
import type { StandardEvents } from "../standard-events.ts";
import type { TrackerOptions } from "../options.ts";
import { log, warn } from "../platform/console.ts";
import type { DurableStore, Platform } from "../platform/platform.ts";
import { createTracker } from "../create-tracker.ts";
import type { EventMap, Tracker } from "../tracker.ts";
import { adviceOn, adviceOnPage, hasNames, type Call } from "./event-advice.ts";

/** Keeps nothing, so nothing is sent. */
const NO_STORE: DurableStore = {
  read: () => undefined,
  write: () => undefined,
  remove: () => undefined,
  keys: () => [],
  restored: Promise.resolve(),
  destroy: () => undefined,
};

/** By the names of trackers. */
const optionsOf = new Map<string, TrackerOptions>();

/** In this page. */
const givenAdvice = new Set<string>();

/** As `createTracker()`. Without an endpoint, events are shown and go nowhere. */
export function createDebugTracker<Events extends EventMap<Events> = StandardEvents>(
  options: TrackerOptions,
  platform: Platform,
): Tracker<Events> {
  const { endpoint, name = "default", onDrop } = options;
  const adviseOnce = (advice: string): void => {
    if (!givenAdvice.has(advice)) warn(`clickstream: ${advice}`);
    givenAdvice.add(advice);
  };
  if (platform.trackers.has(name)) {
    // React's StrictMode and hot reload create each tracker twice.
    const isSame = JSON.stringify(options) === JSON.stringify(optionsOf.get(name));
    if (!isSame) adviseOnce(`a tracker named "${name}" is open already, with other options. This is the same one`);
    return createTracker<Events>(options, platform);
  }
  if (!endpoint) adviseOnce("there is no endpoint. Events are shown on the console and sent nowhere");

  let call: Call | undefined;
  let reason: DropReason | undefined;
  const tracker = createTracker<Events>(
    {
      ...options,
      endpoint: endpoint || "https://nowhere.invalid",
      onDrop(drop) {
        reason = drop.reason;
        log(`clickstream: dropped as ${reason}`, call ?? drop);
        onDrop?.(drop);
      },
    },
    { ...platform, openDurable: () => withConsole(endpoint ? platform.openDurable() : NO_STORE) },
  );
  const watched: Tracker<Events> = {
    ...tracker,
    track(event, ...args) {
      call = { name: event, properties: args[0] };
      reason = undefined;
      tracker.track(event, ...args);
      // A page may hand over what throws when it is looked at.
      for (const advice of attempt(() => adviceOn({ name: event, properties: args[0], reason }), []))
        adviseOnce(advice);
      call = undefined;
    },
    setPage(page) {
      tracker.setPage(page);
      for (const advice of attempt(() => adviceOnPage(page), [])) adviseOnce(advice);
    },
    setProperties(properties) {
      tracker.setProperties(properties);
      if (properties !== null && !attempt(() => hasNames(properties), true)) {
        adviseOnce('setProperties() takes an object with names, such as { plan: "pro" }. This is left out');
      }
    },
  };
  platform.trackers.set(name, watched);
  optionsOf.set(name, options);
  return watched;
}

/** Shows each event as it is kept. */
function withConsole(store: DurableStore): DurableStore {
  return {
    ...store,
    write(key, value) {
      store.write(key, value);
      if (!key.includes(":queue:")) return;
      const event = JSON.parse(value) as { readonly event_name: string };
      log(`clickstream: tracked ${event.event_name}`, event);
    },
  };
}
