/** Lists the fields of an event that readers rely on, each with its type. The ingest's checks and all columns come from it. */
import type { WireEvent, WireItem } from "../../../src/wire.ts";

export type FieldType =
  | "uuid"
  | "timestamp"
  /** Our own ids: letters, digits, `_` and `-`. */
  | "id"
  /** Names and ids of the site. */
  | "short_text"
  | "login_state"
  | "text"
  | "boolean"
  /** A place in a sequence: a whole number from 1. */
  | "ordinal"
  | "decimal"
  | "json";

/** The fields of an event. A new field of `WireEvent` does not compile until it is listed here. */
export const EVENT_FIELDS = {
  event_id: "uuid",
  event_name: "short_text",
  event_timestamp: "timestamp",
  client_id: "short_text",
  session_id: "short_text",
  is_first_visit: "boolean",
  session_number: "ordinal",
  session_start: "short_text",
  user_id: "short_text",
  user_login_state: "login_state",
  identity_source: "short_text",
  context_product_id: "text",
  context_product_name: "text",
  context_product_category: "text",
  context_product_brand: "text",
  context_product_price: "decimal",
  context_product_discount_price: "decimal",
  context_product_url_path: "text",
  page_url: "text",
  page_path: "text",
  page_title: "text",
  page_referrer: "text",
  global_privacy_control: "boolean",
  page_load_id: "id",
  event_seq: "ordinal",
  properties: "json",
} as const satisfies Readonly<Record<keyof WireEvent, FieldType>>;

/** The fields of each object in `properties.items`. */
export const ITEM_FIELDS = {
  context_product_id: EVENT_FIELDS.context_product_id,
  context_product_name: EVENT_FIELDS.context_product_name,
  context_product_category: EVENT_FIELDS.context_product_category,
  context_product_brand: EVENT_FIELDS.context_product_brand,
  context_product_price: EVENT_FIELDS.context_product_price,
  context_product_discount_price: EVENT_FIELDS.context_product_discount_price,
  context_product_url_path: EVENT_FIELDS.context_product_url_path,
  quantity: "decimal",
  position: "decimal",
} as const satisfies Readonly<Record<keyof WireItem, FieldType>>;
