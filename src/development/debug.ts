/** Watches a tracker: shows on the console what becomes of each event, and says once what to mend. */
import { attempt } from "../attempt.ts";
import type { DropReason } from "../delivery/drop-reports.ts";
import type { StandardEvents } from "../standard-events.ts";
import type { TrackerOptions } from "../options.ts";
import { log, warn } from "../platform/console.ts";
import type { DurableStore, Platform } from "../platform/platform.ts";
import { createTracker, type EventMap, type Tracker } from "../tracker.ts";
import { adviceOn, type Call } from "./advice.ts";

/** Where nothing stays, nothing is sent. */
const NOWHERE: DurableStore = {
  read: () => undefined,
  write: () => undefined,
  remove: () => undefined,
  keys: () => [],
  restored: Promise.resolve(),
};

const SAID = new Set<string>();

/** As `createTracker()`. Without an endpoint, events are shown and go nowhere. */
export function createWatchedTracker<Events extends EventMap<Events> = StandardEvents>(
  options: TrackerOptions,
  platform: Platform,
): Tracker<Events> {
  const { endpoint, name = "default", onDrop } = options;
  const say = (advice: string): void => {
    if (!SAID.has(advice)) warn(`clickstream: ${advice}`);
    SAID.add(advice);
  };
  if (platform.trackers.has(name)) {
    say(`a tracker named "${name}" is open already, and this is the same one`);
    return createTracker<Events>(options, platform);
  }
  if (!endpoint) say("there is no endpoint, so events are only shown here");

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
    { ...platform, openDurable: () => watchStore(endpoint ? platform.openDurable() : NOWHERE) },
  );
  const watched: Tracker<Events> = {
    ...tracker,
    track(event, ...args) {
      call = { name: event, properties: args[0] };
      reason = undefined;
      tracker.track(event, ...args);
      // A page may hand over what throws when it is looked at.
      for (const advice of attempt(() => adviceOn({ name: event, properties: args[0], reason }), [])) say(advice);
      call = undefined;
    },
  };
  platform.trackers.set(name, watched);
  return watched;
}

/** Shows each event as it is kept. */
function watchStore(store: DurableStore): DurableStore {
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
