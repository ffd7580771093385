/** The tracker: gathers the facts of each event and hands it to delivery. */
import { attempt } from "./attempt.ts";
import { createDelivery, type Stats } from "./delivery/delivery.ts";
import type { DropReason } from "./delivery/drop-reports.ts";
import { createRateLimit } from "./delivery/rate-limit.ts";
import { mintEventId } from "./event/event-id.ts";
import { buildEvent } from "./event/build-event.ts";
import { isDropped } from "./event/process-event.ts";
import { createRedactor } from "./event/redact-url.ts";
import { serializeEvent } from "./event/serialize-event.ts";
import { EVENT_NAME } from "./limits.ts";
import type { Settings } from "./options.ts";
import type { PageFields, Platform, Send } from "./platform/platform.ts";
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
  /** @internal Of plugins: see `PluginHost`. */
  setContext?(fields: object): void;
  /** @internal Counts an event that could not be held until the visitor decided. */
  skip(): void;
  /** Sends all waiting events. Resolves when they are acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Returns what became of the events of this page. */
  stats(): Stats;
  /** Sends the waiting events, removes all listeners and timers, and ignores later calls. */
  close(): void;
}

/** Returns a tracker that keeps and sends. */
export function openTracker<Events extends EventMap<Events>>(settings: Settings, platform: Platform): Tracker<Events> {
  const { plugins } = settings;
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
  let context: object | undefined;
  let isClosed = false;

  const stopListening = platform.onLifecycleEvent(delivery.onLifecycleEvent);

  /** Keeps an event, or returns why it is dropped. */
  const record = (name: unknown, properties: object | undefined, seq: number): DropReason | undefined => {
    if (!mayPass(platform.elapsed())) return "rate_limited";
    if (typeof name !== "string" || !EVENT_NAME.test(name)) return "invalid";

    const nowMs = platform.now();
    const ids = { event_id: mintEventId(nowMs, seq, eventIdRandom), page_load_id: pageLoadId, event_seq: seq };
    const seen = {
      ...ids,
      event_name: name,
      event_timestamp: new Date(nowMs).toISOString(),
      ...client(),
      ...session.touch(nowMs),
      ...user.touch(nowMs),
      ...platform.page(),
    };
    const event = buildEvent(seen, { page, product, context, common, properties }, redact);
    if (!event) return "too_large";
    if (isDropped(event, plugins)) return "filtered";
    // No plugin can change what tells the event from all others.
    const json = serializeEvent(Object.assign(event, ids), plugins.length > 0);
    if (!json) return "too_large";
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
    setContext(fields) {
      context = { ...context, ...fields };
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
