/** Makes a tracker: gathers the facts of each event and joins the rooms of the house. */
import { attempt } from "./attempt.ts";
import { createDelivery, type Stats } from "./delivery/delivery.ts";
import type { DropReason } from "./delivery/drop-reports.ts";
import { createRateLimit } from "./delivery/rate-limit.ts";
import { serializeEvent } from "./delivery/serialize.ts";
import { mintEventId } from "./event-id.ts";
import { buildEvent, EVENT_NAME } from "./build-event.ts";
import type { Product, StandardEvents } from "./standard-events.ts";
import { resolveOptions, type Settings, type TrackerOptions } from "./options.ts";
import { browserPlatform } from "./platform/browser.ts";
import type { PageFields, Platform } from "./platform/platform.ts";
import { createVisitor, type IdentifiedUser } from "./visitor/visitor.ts";

/** Properties may be left out where none is required. */
export type TrackArguments<Properties> = object extends Properties
  ? [properties?: Properties]
  : [properties: Properties];

/** Each event's name with the type of its properties. */
export type EventMap<Events> = { readonly [Name in keyof Events]: object };

/** Tracks what a visitor does. No call throws. */
export interface Tracker<Events extends EventMap<Events> = StandardEvents> {
  /**
   * Records one event. It is a snapshot: what the page changes afterwards does not reach it.
   *
   * @param name an event of `Events`
   * @param args its properties; `product` fills the `context_product_*` fields and wins over `setProduct()`
   */
  track<Name extends keyof Events & string>(name: Name, ...args: TrackArguments<Events[Name]>): void;
  /** Says who is logged in, for the events of all tabs from now on, until `reset()` or the end of the visit. */
  identify(user: IdentifiedUser): void;
  /** Says that nobody is logged in any more, and starts a new session. The browser keeps its `client_id`. */
  reset(): void;
  /** Sets the product that the following events are about, each as it is then. `null` ends it. */
  setProduct(product: Product | null): void;
  /** Says where the visitor is, for an app that knows better than the address bar. `null` ends it. */
  setPage(page: Partial<PageFields> | null): void;
  /** Sets properties that go with every following event; its own win. `null` ends it. */
  setProperties(properties: object | null): void;
  /** Resolves when everything tracked so far is acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Tells what became of the events of this page. For the curious, and for tests. */
  stats(): Stats;
  /** Sends what waits, takes back all listeners and timers, and ignores what is tracked afterwards. */
  close(): void;
}

/**
 * Creates a tracker, or returns the one of that name that is open already: React's StrictMode and hot reload ask twice.
 * On a server, where there is no page, it does nothing.
 *
 * @param options see {@link TrackerOptions}
 * @throws TypeError for a wrong option, which it names, with what came and what was expected: in the development build,
 * which bundlers choose where they build for development. In production nothing is thrown.
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
  if (!platform) return SILENT;

  const settings = resolveOptions(options);
  const { endpoint, name, consent } = settings;
  const { trackers } = platform;
  const known = trackers.get(name) as Tracker<Events> | undefined;
  if (known) return known;
  if (!endpoint) return SILENT;
  const opened = attempt(() => {
    return consent.guard<Tracker<Events>>((guarded) => openTracker(settings, guarded), platform, SILENT);
  }, SILENT);
  const tracker: Tracker<Events> = {
    ...opened,
    close() {
      trackers.delete(name);
      opened.close();
    },
  };
  trackers.set(name, tracker);
  return tracker;
}

function openTracker<Events extends EventMap<Events>>(settings: Settings, platform: Platform): Tracker<Events> {
  const prefix = `clickstream:${settings.name}:`;
  const visitor = createVisitor(platform, settings, prefix);
  const pageLoadId = platform.newId();
  const delivery = createDelivery({ ...settings, pageLoadId, prefix: `${prefix}1:` }, platform);
  const mayPass = createRateLimit();
  let product: Product | null | undefined;
  let page: Partial<PageFields> | null | undefined;
  let common: object | null | undefined;
  let isClosed = false;

  const stopListening = platform.onMoment((isLeaving) => {
    if (isLeaving) delivery.leave();
    else void delivery.flush();
  });

  /** Keeps an event, or returns why it is dropped. */
  const record = (name: unknown, properties: object | undefined, seq: number): DropReason | undefined => {
    const nowMs = platform.now();
    if (!mayPass(platform.elapsed())) return "rate_limited";
    if (typeof name !== "string" || !EVENT_NAME.test(name)) return "invalid";

    const json = serializeEvent(
      {
        event_id: mintEventId(nowMs, seq, platform.newId()),
        event_name: name,
        event_timestamp: new Date(nowMs).toISOString(),
        ...visitor.fields(nowMs),
        ...platform.page(),
        page_load_id: pageLoadId,
        event_seq: seq,
        page,
        product,
        common,
        properties,
      },
      (facts) => buildEvent(facts, settings.urlParameters),
    );
    if (json === undefined) return "too_large";
    delivery.add(json, seq);
    return undefined;
  };

  return {
    track(name, properties?: object) {
      // A prerendered page that nobody sees has no visitor.
      platform.whenShown(() => {
        if (isClosed) return;
        // Before anything may drop the event, so that a gap in the sequence always means a loss.
        const seq = delivery.nextSeq();
        const reason = attempt(() => record(name, properties, seq), "invalid");
        if (reason) delivery.drop(reason, seq);
      });
    },
    identify(known) {
      attempt(() => visitor.identify(known));
    },
    reset() {
      visitor.reset();
    },
    setProduct(next) {
      product = next;
    },
    setPage(next) {
      page = next;
    },
    setProperties(next) {
      common = next;
    },
    flush: () => delivery.flush(),
    stats: () => delivery.stats(),
    close() {
      isClosed = true;
      stopListening();
      delivery.leave();
      delivery.stop();
    },
  };
}

/** On a server there is no visitor, and without an endpoint nobody who listens. */
const SILENT = {
  track() {},
  identify() {},
  reset() {},
  setProduct() {},
  setPage() {},
  setProperties() {},
  flush: () => Promise.resolve(),
  stats: () => ({ tracked: 0, waiting: 0, dropped: {} }),
  close() {},
};
