/** Creates a tracker: gathers the facts of each event and hands it to delivery. */
import { attempt } from "./attempt.ts";
import { copyPlain } from "./copy-plain.ts";
import { createDelivery, type Stats } from "./delivery/delivery.ts";
import type { DropReason } from "./delivery/drop-reports.ts";
import { createRateLimit } from "./delivery/rate-limit.ts";
import { mintEventId } from "./event/event-id.ts";
import { createRedactor } from "./event/redact-url.ts";
import { serializeEvent } from "./event/serialize-event.ts";
import { EVENT_NAME } from "./limits.ts";
import { resolveOptions, type Settings, type TrackerOptions } from "./options.ts";
import { browserPlatform } from "./platform/browser.ts";
import type { PageFields, Platform, Send } from "./platform/platform.ts";
import { createSilentTracker, SILENT_TRACKER } from "./silent-tracker.ts";
import type { Product, StandardEvents } from "./standard-events.ts";
import { createClient } from "./visitor/client.ts";
import { createSession } from "./visitor/session.ts";
import { createUser, type User } from "./visitor/user.ts";

/** The properties of `track()`. They may be left out where none is required. */
type TrackArguments<Properties> = object extends Properties ? [properties?: Properties] : [properties: Properties];

/** The names of events, each with the type of its properties. */
export type EventMap<Events> = { readonly [Name in keyof Events]: object };

/** Tracks what a visitor does. No call throws. */
export interface Tracker<Events extends EventMap<Events> = StandardEvents> {
  /**
   * Tracks one event. It is a snapshot: what the page changes afterwards does not change the event.
   *
   * @param name an event of `Events`
   * @param args its properties. `product` fills the `context_product_*` fields, in place of the one of `setProduct()`
   */
  track<Name extends keyof Events & string>(name: Name, ...args: TrackArguments<Events[Name]>): void;
  /** Sets who is logged in, for the events of all tabs from now on, until `reset()` or the end of the visit. */
  identify(user: User): void;
  /** Sets that nobody is logged in any more, and starts a new session. The browser keeps its `client_id`. */
  reset(): void;
  /** Sets the product of the following events. Each event takes it as it is at that moment. `null` removes it. */
  setProduct(product: Product | null): void;
  /** Sets page fields that the app knows better than the address bar, as text. `null` removes them. */
  setPage(page: Partial<PageFields> | null): void;
  /** Sets properties of every following event. Those of `track()` come first. `null` removes them. */
  setProperties(properties: object | null): void;
  /** @internal Puts something between the tracker and the network. Each call replaces the one before. */
  wrapSend?(wrap: (send: Send) => Send): void;
  /** @internal Counts an event that could not be held until the visitor decided. */
  skip(): void;
  /** Sends all waiting events. Resolves when they are acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Returns what became of the events of this page. */
  stats(): Stats;
  /** Sends the waiting events, removes all listeners and timers, and ignores later calls. */
  close(): void;
}

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
  const { endpoint, name, visitorStore } = settings;
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
      opened.close();
    },
  };
  trackers.set(name, tracker);
  return tracker;
}

function openTracker<Events extends EventMap<Events>>(settings: Settings, platform: Platform): Tracker<Events> {
  const prefix = `clickstream:${settings.name}:`;
  const visitorOptions = { ...settings, prefix };
  const client = createClient(platform, prefix);
  const session = createSession(platform, visitorOptions);
  const user = createUser(platform, visitorOptions);
  const pageLoadId = platform.newId();
  /** Of all event ids of this page. Once, since fresh randomness costs much. */
  const eventIdRandom = platform.newId();
  // The number is the version of what delivery keeps.
  const delivery = createDelivery({ ...settings, pageLoadId, prefix: `${prefix}1:` }, platform);
  const mayPass = createRateLimit();
  const redact = createRedactor(settings.urlParameters);
  let product: Product | null | undefined;
  let page: Partial<PageFields> | null | undefined;
  let common: object | null | undefined;
  let isClosed = false;

  const stopListening = platform.onLifecycleEvent(delivery.onLifecycleEvent);

  /** Keeps an event, or returns why it is dropped. */
  const record = (name: unknown, properties: object | undefined, seq: number): DropReason | undefined => {
    if (!mayPass(platform.elapsed())) return "rate_limited";
    if (typeof name !== "string" || !EVENT_NAME.test(name)) return "invalid";

    const nowMs = platform.now();
    const seen = {
      event_id: mintEventId(nowMs, seq, eventIdRandom),
      event_name: name,
      event_timestamp: new Date(nowMs).toISOString(),
      ...client(),
      ...session.touch(nowMs),
      ...user.touch(nowMs),
      ...platform.page(),
      page_load_id: pageLoadId,
      event_seq: seq,
    };
    const json = serializeEvent(seen, { page, product, common, properties }, redact);
    if (json === undefined) return "too_large";
    delivery.add(json, seq);
    return undefined;
  };

  return {
    track(name, properties?: object) {
      // Nobody has seen a prerendered page yet.
      platform.whenShown(() => {
        if (isClosed) return;
        // Before anything may drop the event, so that a gap in the sequence always means a loss.
        const seq = delivery.nextSeq();
        const reason = attempt(() => record(name, properties, seq), "invalid");
        if (reason) delivery.drop(reason, seq);
      });
    },
    identify(known) {
      attempt(() => user.logIn(known));
    },
    reset() {
      user.logOut();
      session.end();
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
    skip: () => delivery.drop("overflow", delivery.nextSeq()),
    flush: delivery.flush,
    stats: delivery.stats,
    close() {
      isClosed = true;
      stopListening();
      delivery.close();
    },
  };
}
