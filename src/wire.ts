/** The contract between page and ingest: an event, a batch of them, and the answer. Types only. */
import type { Item } from "./standard-events.ts";

/**
 * A UUID in its canonical form.
 *
 * @pattern `^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`
 */
type EventId = string;

/**
 * Letters, digits, `_` and `-`, as in a nanoid.
 *
 * @pattern `^[A-Za-z0-9_-]+$`
 * @maxLength 64
 */
type Id = string;

/**
 * A name in snake_case.
 *
 * @pattern `^[a-z][a-z0-9_]*$`
 * @maxLength 64
 */
type Name = string;

/**
 * A whole number from 0.
 *
 * @asType integer
 * @minimum 0
 * @maximum 9007199254740991
 */
type WholeNumber = number;

/** @format date-time */
type DateTime = string;

/**
 * The product that an event is about, or one of a list. These are the types that are stored. The ingest makes text of
 * ids that are numbers, and numbers of prices that are text.
 */
export interface ProductContext {
  /** `Product.id`. The ingest takes a number, too. */
  readonly context_product_id?: string;
  /** `Product.name` */
  readonly context_product_name?: string;
  /** `Product.category` */
  readonly context_product_category?: string;
  /** `Product.brand` */
  readonly context_product_brand?: string;
  /** `Product.price`, a decimal number. The ingest takes text that is one, too. */
  readonly context_product_price?: number;
  /** `Product.discountPrice`, a decimal number. The ingest takes text that is one, too. */
  readonly context_product_discount_price?: number;
  /** `Product.urlPath` */
  readonly context_product_url_path?: string;
}

/** An item of a list, a cart or an order, in `properties.items`. */
export interface WireItem extends ProductContext, Pick<Item, "quantity" | "position"> {
  /** `Product.id`. The ingest takes a number, too. */
  readonly context_product_id: string;
}

/**
 * One event as the SDK sends it and as it is stored: a flat JSON object. What is absent is omitted. The ingest also stores
 * what others send: names and ids of any form, and events that lack fields.
 * The field names are those of `clickstream_dw.public.clickstream_events`.
 */
export interface WireEvent extends ProductContext {
  /** A UUIDv7 (RFC 9562), made when the event was tracked. It never changes. */
  readonly event_id: EventId;
  /** snake_case, 1 to 64 characters. */
  readonly event_name: Name;
  /** ISO 8601 in UTC with milliseconds, by the visitor's clock. */
  readonly event_timestamp: DateTime;
  /** Names the browser, as a nanoid. Other SDKs call it an anonymous id. */
  readonly client_id: Id;
  /** Names the visit, as a nanoid. */
  readonly session_id: Id;
  /** Whether no `client_id` was stored before this page. */
  readonly is_first_visit: boolean;
  /**
   * The visits of this `client_id`, counted from 1.
   *
   * @asType integer
   * @minimum 1
   * @maximum 9007199254740991
   */
  readonly session_number?: number;
  /**
   * Why the session began. Only the first event of a session has it. `first`: it is the first of this tab. `idle`: the
   * visitor paused. `expired`: the tab was opened again after a pause. `reset`: `reset()` was called.
   */
  readonly session_start?: "first" | "idle" | "expired" | "reset" | undefined;
  /**
   * The site's own id of a visitor who is logged in.
   *
   * @pattern `^[^\u0000-\u001f\u007f-\u009f]+$`
   * @maxLength 256
   */
  readonly user_id?: string;
  /** Whether the visitor is logged in. */
  readonly user_login_state?: "logged_in" | "anonymous";
  /** Who confirms the identity of the user, for instance `cognito`. */
  readonly identity_source?: Id | undefined;
  /** The address, without login and fragment. The values of unknown query parameters are redacted. */
  readonly page_url?: string | undefined;
  /** The path of the URL, redacted as `page_url`. */
  readonly page_path?: string | undefined;
  /** The title of the document. Absent shortly after a change of the address, while it may be that of the page before. */
  readonly page_title?: string | undefined;
  /** The address of the page before, redacted as `page_url`. */
  readonly page_referrer?: string | undefined;
  /** The visitor's browser asks not to sell or share data: https://www.w3.org/TR/gpc/. Absent otherwise. */
  readonly global_privacy_control?: true;
  /** Names the page load that tracked the event. The events of one page load are a stream. */
  readonly page_load_id: Id;
  /**
   * The place in the stream: 1, 2, 3 ... It is given before anything may drop the event.
   *
   * @asType integer
   * @minimum 1
   * @maximum 9007199254740991
   */
  readonly event_seq: number;
  /** What was passed to `track()`, except the product. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** How many events a page load has tracked, and how many were dropped, so that a reader can count what is missing. */
export interface StreamReport {
  /** Names the stream. */
  readonly page_load_id: Id;
  /**
   * The page load that dropped the events, where it is not the stream's own: a page also drops what an earlier one left.
   * Each page load counts for itself, so a reader takes the highest count of each and adds them up.
   */
  readonly counted_by?: Id | undefined;
  /** The highest `event_seq` given out. */
  readonly last_seq: WholeNumber;
  /** Events dropped on purpose, by reason. */
  readonly dropped: Readonly<Record<string, WholeNumber>>;
}

/** The body of `POST /clickstream`. */
export interface Batch {
  /** Names the batch, not the attempt: a retry has the same id. */
  readonly batch_id: Id;
  /** When this attempt was made: ISO 8601 in UTC, by the visitor's clock. */
  readonly sent_at: DateTime;
  /** The page load that sends. It need not be the one that tracked. */
  readonly stream: StreamReport & {
    /** What page loads of this visitor have dropped since the last report, of any stream. */
    readonly previous?: readonly StreamReport[];
  };
  /**
   * At most 500.
   *
   * @minItems 1
   * @maxItems 500
   */
  readonly events: readonly WireEvent[];
}

/** One event that will never be stored, and why. */
export type Rejection = (
  | { /** The event's id. */ readonly event_id: EventId }
  | { /** The place in the request, where the event has no usable id. */ readonly index: WholeNumber }
) & {
  /** A stable code: `not_object`, `too_deep`, `event_too_large` or `opted_out`. */
  readonly code: Name;
};

/**
 * The answer of the ingest. Every event that is in neither `rejected` nor `retry` is durable. A page believes an answer
 * that has the `batch_id` of its request, and where `stored` and `duplicate` add up to the number of these events. It
 * also takes it from the header `clickstream-ack`.
 */
export interface Ack {
  /** Whether at least one event of the request is durable. */
  readonly ok: boolean;
  /** The batch of the request. */
  readonly batch_id?: Id;
  /** ISO 8601 in UTC, by the ingest's clock. */
  readonly server_time: DateTime;
  /** Events stored by this request. */
  readonly stored: WholeNumber;
  /** Events that an earlier request had stored. */
  readonly duplicate: WholeNumber;
  /** Events that will never be stored. */
  readonly rejected: readonly Rejection[];
  /** Ids of events that were not stored this time. They have to be sent again. */
  readonly retry: readonly EventId[];
  /** How long to wait at least before the next request, in milliseconds. */
  readonly retry_after_ms?: WholeNumber;
}
