/** The public face of clickstream-js. */
export { createTracker, type EventMap, type TrackArguments, type Tracker } from "./tracker.ts";
export type { IdentifiedUser } from "./visitor/visitor.ts";
export type { ConsentGuard, ConsentState, TrackerOptions } from "./options.ts";
export type { Drop, Stats } from "./delivery/delivery.ts";
export type { DropReason } from "./delivery/drop-reports.ts";
export type {
  AboutProduct,
  Access,
  Basket,
  CartChange,
  Charges,
  CheckoutStep,
  LineItem,
  Logout,
  Money,
  Ordinal,
  PageView,
  Product,
  ProductListView,
  ProductView,
  Purchase,
  Refund,
  Search,
  StandardEvents,
} from "./standard-events.ts";
export type {
  Ack,
  Batch,
  Count,
  EventId,
  Id,
  Instant,
  ProductContext,
  Rejection,
  StreamReport,
  WireEvent,
  WireItem,
  Word,
} from "./wire.ts";
export type { PageFields } from "./platform/platform.ts";
