/** The public API of clickstream-js. */
export { createTracker } from "./create-tracker.ts";
export type { EventMap, Tracker } from "./tracker.ts";
export type { ConsentState } from "./decision.ts";
export type { Consent, TrackerOptions, VisitorStore } from "./options.ts";
export type { EventDraft, Plugin, PluginHost } from "./plugin.ts";
export type { User } from "./visitor/user.ts";
export type { Drop, Stats } from "./delivery/delivery.ts";
export type { DropReason } from "./delivery/drop-reports.ts";
export type { Cart, CheckoutStep, Item, Order, Product, Refund, StandardEvents } from "./standard-events.ts";
export type { Ack, Batch, WireEvent } from "./wire.ts";
export type { PageFields } from "./platform/platform.ts";
