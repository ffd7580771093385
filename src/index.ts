/** The public face of clickstream-js. */
export { createTracker, type EventMap, type TrackArguments, type Tracker } from "./tracker.ts";
export type { Drop, TrackerOptions } from "./options.ts";
export type { DropReason } from "./delivery/stream.ts";
export type { AboutProduct, Basket, LineItem, Product, StandardEvents } from "./events.ts";
export type { Ack, Batch, Rejection, StreamReport, WireEvent } from "./wire.ts";
export type { Moment, Outcome, PageFacts, Platform, Request, Store, Undo } from "./platform/platform.ts";
