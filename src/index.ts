/** The public face of clickstream-js. */
export { createTracker, type EventMap, type TrackArguments, type Tracker } from "./tracker.ts";
export type { TrackerOptions } from "./options.ts";
export type { Drop, Stats } from "./delivery/delivery.ts";
export type { DropReason } from "./delivery/ledger.ts";
export type {
  AboutProduct,
  Access,
  Basket,
  CartChange,
  CheckoutStart,
  CheckoutStep,
  LineItem,
  Logout,
  Money,
  OrderTerms,
  PageView,
  Product,
  ProductListView,
  ProductView,
  Purchase,
  Refund,
  Search,
  SessionStart,
  StandardEvents,
} from "./events.ts";
export type { Ack, Batch, ProductContext, Rejection, StreamReport, WireEvent, WireItem } from "./wire.ts";
export type {
  Answered,
  DurableStore,
  Moment,
  Outcome,
  PageFields,
  Platform,
  Request,
  Store,
  Unanswered,
  Undo,
} from "./platform/platform.ts";
