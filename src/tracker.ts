/** Makes a tracker: gathers the facts of each event and joins the rooms of the house. */
import { attempt } from "./attempt.ts";
import { createDelivery, type Delivery, type DeliveryParts } from "./delivery/delivery.ts";
import { createDryRun } from "./delivery/dry-run.ts";
import { createOutbox } from "./delivery/outbox.ts";
import { serializeEvent } from "./delivery/serialize.ts";
import { createStream, type DropReason } from "./delivery/stream.ts";
import { mintEventId } from "./event-id.ts";
import { buildEvent, isEventName, toProductContext, type ProductContext } from "./event.ts";
import type { AboutProduct, Product, StandardEvents } from "./events.ts";
import { resolveOptions, type Settings, type TrackerOptions } from "./options.ts";
import { browserPlatform } from "./platform/browser.ts";
import type { Platform } from "./platform/platform.ts";
import { readIdentity } from "./visitor/identity.ts";
import { createSession } from "./visitor/session.ts";

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
  /** Sets the product that the following events are about. `null` ends it. */
  setProduct(product: Product | null): void;
  /** Resolves when everything tracked so far is acknowledged, or a try has failed. Never rejects. */
  flush(): Promise<void>;
  /** Sends what waits, takes back all listeners and timers, and ignores what is tracked afterwards. */
  close(): void;
}

/**
 * Creates a tracker. On a server, where there is no page, it does nothing.
 *
 * @param options see {@link TrackerOptions}
 * @param platform replaces the browser, for tests
 * @throws TypeError for a wrong option: it names the option, what came and what was expected
 * @example
 * const tracker = createTracker({ endpoint: "https://<api-id>.execute-api.ap-southeast-1.amazonaws.com/clickstream" });
 * tracker.track("page_view");
 */
export function createTracker<Events extends EventMap<Events> = StandardEvents>(
  options: TrackerOptions = {},
  platform: Platform | undefined = browserPlatform(),
): Tracker<Events> {
  const settings = resolveOptions(options);
  if (platform === undefined) return SILENT;

  const keyOf = (word: string): string => `clickstream:${settings.name}:${word}`;
  const identity = readIdentity(platform, keyOf("client_id"));
  const session = createSession(platform, keyOf("session_id"), settings.sessionTimeoutMs);
  const pageLoadId = platform.newId();
  const stream = createStream(pageLoadId);
  let product: ProductContext = {};

  const drop = (reason: DropReason, count = 1, code?: string): true => {
    stream.drop(reason, count);
    attempt(() => settings.onDrop?.({ reason, count, ...(code !== undefined && { code }) }));
    return true;
  };

  const delivery = joinDelivery(settings, { platform, stream, onDrop: drop });
  const stopListening = platform.onMoment((moment) => {
    if (moment === "leaving") delivery.leave();
    else void delivery.flush();
  });

  /** Returns true: the event waits, or is dropped and counted. */
  const record = (name: unknown, properties: object | undefined): true => {
    // Before anything may drop the event, so that a gap in the sequence always means a loss.
    const seq = stream.nextSeq();
    if (!isEventName(name)) return drop("invalid");

    const nowMs = platform.now();
    const id = mintEventId(nowMs, seq, platform.randomBytes(8));
    const event = buildEvent({
      ...identity,
      id,
      name,
      nowMs,
      sessionId: session.touch(),
      pageLoadId,
      seq,
      page: platform.page(),
      product: toProductContext(attempt(() => (properties as AboutProduct).product)) ?? product,
      properties,
    });
    const json = serializeEvent(event);
    if (json === undefined) return drop("too_large");
    delivery.add({ id, json });
    return true;
  };

  let isClosed = false;
  return {
    track(name, ...[properties]) {
      if (!isClosed && attempt(() => record(name, properties)) === undefined) drop("invalid");
    },
    setProduct(next) {
      product = toProductContext(next) ?? {};
    },
    flush: () => delivery.flush(),
    close() {
      if (isClosed) return;
      isClosed = true;
      stopListening();
      delivery.leave();
      delivery.stop();
    },
  };
}

function joinDelivery(
  { endpoint, ...settings }: Settings,
  parts: Pick<DeliveryParts, "platform" | "stream" | "onDrop">,
): Delivery {
  if (endpoint === undefined) return createDryRun(parts.platform);
  const outbox = createOutbox(
    settings,
    () => parts.platform.newId(),
    ({ length }) => parts.onDrop("overflow", length),
  );
  return createDelivery({ ...settings, endpoint }, { ...parts, outbox });
}

/** On a server there is no visitor. */
const SILENT = {
  track: () => undefined,
  setProduct: () => undefined,
  flush: () => Promise.resolve(),
  close: () => undefined,
};
