/** The words that page and ingest share: an event, a batch of them, and the answer. Types only. */
import type { LineItem, Ordinal } from "./standard-events.ts";

/**
 * A UUID in its canonical form.
 *
 * @pattern `^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`
 */
export type EventId = string;

/**
 * Letters, digits, `_` and `-`, as in a nanoid.
 *
 * @pattern `^[A-Za-z0-9_-]+$`
 * @maxLength 64
 */
export type Id = string;

/**
 * A word in snake_case.
 *
 * @pattern `^[a-z][a-z0-9_]*$`
 * @maxLength 64
 */
export type Word = string;

/**
 * A whole number from 0.
 *
 * @asType integer
 * @minimum 0
 * @maximum 9007199254740991
 */
export type Count = number;

/**
 * A date and time of ISO 8601.
 *
 * @format date-time
 */
export type Instant = string;

/**
 * The product that an event is about, or one of a list. These are the types that are stored: the ingest makes text of
 * numbers, and numbers of prices that are text.
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
  /** `Product.price`, a decimal number. The ingest takes text that begins with one, too. */
  readonly context_product_price?: number;
  /** `Product.discountPrice`, a decimal number. The ingest takes text that begins with one, too. */
  readonly context_product_discount_price?: number;
  /** `Product.urlPath` */
  readonly context_product_url_path?: string;
}

/** An item of a list, a cart or an order, in `properties.items`. */
export interface WireItem extends ProductContext, Pick<LineItem, "quantity" | "position"> {
  /** `Product.id`. The ingest takes a number, too. */
  readonly context_product_id: string;
}

/**
 * One event as it travels and as it is stored: a flat JSON object. What is absent is omitted.
 * The field names are those of `clickstream_dw.public.clickstream_events`.
 */
export interface WireEvent extends ProductContext {
  /** UUIDv7 (RFC 9562), minted when the event was tracked; it never changes. */
  readonly event_id: EventId;
  /** snake_case, 1 to 64 characters. */
  readonly event_name: Word;
  /** ISO 8601 in UTC with milliseconds, by the visitor's clock. */
  readonly event_timestamp: Instant;
  /** The browser, as a nanoid. */
  readonly client_id: Id;
  /** The visit, as a nanoid. */
  readonly session_id: Id;
  /** No `client_id` was stored before this page. */
  readonly is_first_visit: boolean;
  /** The visits of this `client_id`, counted. */
  readonly session_number?: Ordinal;
  /**
   * On the first event of a session alone: why it began. `first`: of this tab. `idle`: after a pause. `expired`: the
   * tab was opened again after a pause. `reset`: after `reset()`.
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
  /** Who vouches for the user, for instance `cognito`. */
  readonly identity_source?: Id | undefined;
  /** Without login and fragment; values of unknown query parameters are redacted. */
  readonly page_url?: string | undefined;
  /** The path of the URL. */
  readonly page_path?: string;
  /** The title of the document. */
  readonly page_title?: string;
  /** The page before, redacted as `page_url`. */
  readonly page_referrer?: string | undefined;
  /** The visitor's browser asks not to sell or share: https://www.w3.org/TR/gpc/. Absent otherwise. */
  readonly global_privacy_control?: true;
  /** The page load that tracked the event: its stream. */
  readonly page_load_id: Id;
  /**
   * 1, 2, 3 ... within the stream, given before anything may drop the event.
   *
   * @asType integer
   * @minimum 1
   * @maximum 9007199254740991
   */
  readonly event_seq: number;
  /** The event's own object. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** What one page load has tracked so far, and what one dropped of it, so that a reader can count what is missing. */
export interface StreamReport {
  /** Names the stream. */
  readonly page_load_id: Id;
  /**
   * The page load that dropped so many, where it is not the stream's own: a page also drops what an earlier one left.
   * Each counts for itself, so a reader takes the highest count of each and adds them up.
   */
  readonly counted_by?: Id | undefined;
  /** The highest `event_seq` given out. */
  readonly last_seq: Count;
  /** Events dropped on purpose, by reason. */
  readonly dropped: Readonly<Record<string, Count>>;
}

/** The body of `POST /clickstream`. */
export interface Batch {
  /** Names the batch, not the attempt: a retry carries the same id. */
  readonly batch_id: Id;
  /** ISO 8601 in UTC, by the visitor's clock, made anew for each attempt. */
  readonly sent_at: Instant;
  /** The page that sends, which need not be the one that tracked. */
  readonly stream: StreamReport & {
    /** What pages of this visitor have dropped since the last report, of whatever stream. */
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
  | {
      /** The event's id. */
      readonly event_id: EventId;
    }
  | {
      /** Place in the request, where the event has no usable id. */
      readonly index: Count;
    }
) & {
  /** A stable word such as `invalid_event_name`. */
  readonly code: Word;
};

/**
 * The answer of the ingest. With a 2xx status every event that is in neither `rejected` nor `retry` is durable.
 * Any other 2xx answer acknowledges the whole batch.
 */
export interface Ack {
  /** Something was stored. */
  readonly ok: boolean;
  /** The batch of the request. */
  readonly batch_id?: Id;
  /** ISO 8601 in UTC, by the ingest's clock. */
  readonly server_time: Instant;
  /** Events stored by this request. */
  readonly stored: Count;
  /** Events that an earlier request had stored. */
  readonly duplicate: Count;
  /** Events that will never be stored. */
  readonly rejected: readonly Rejection[];
  /** Ids of events that were not stored this time: send them again. */
  readonly retry: readonly EventId[];
  /** Wait at least this long before the next request. */
  readonly retry_after_ms?: Count;
}
