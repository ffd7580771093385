/** The words of the wire: makes one flat event of the facts. Pure. */
import { attempt } from "./attempt.ts";
import { mintEventId } from "./event-id.ts";
import type { PageFields } from "./platform/platform.ts";
import { redactUrl } from "./redact.ts";
import type { WireEvent } from "./wire.ts";

/** The `context_product_*` fields. */
export type ProductContext = Pick<WireEvent, Extract<keyof WireEvent, `context_product_${string}`>>;

/** What is known at the moment of `track()`, by the names of the wire. */
export interface EventFacts {
  readonly name: string;
  readonly nowMs: number;
  readonly seq: number;
  readonly pageLoadId: string;
  readonly random: Uint8Array;
  readonly visitor: Pick<WireEvent, "client_id" | "session_id" | "is_first_visit">;
  readonly page: PageFields;
  readonly product: ProductContext;
  readonly properties: object | undefined;
}

/** Returns the event, frozen. Its properties are still the page's own objects. */
export function buildEvent(facts: EventFacts): WireEvent {
  const { name, nowMs, seq, pageLoadId, random, visitor, page, product, properties } = facts;
  return Object.freeze({
    // First, since delivery reads it there.
    event_id: mintEventId(nowMs, seq, random),
    event_name: name,
    event_timestamp: new Date(nowMs).toISOString(),
    ...visitor,
    ...product,
    ...page,
    page_url: redactUrl(page.page_url),
    page_referrer: redactUrl(page.page_referrer),
    page_load_id: pageLoadId,
    event_seq: seq,
    properties: properties as WireEvent["properties"],
  });
}

const EVENT_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** Tells whether an endpoint of ours takes the name: snake_case, 1 to 64 characters. */
export function isEventName(name: unknown): name is string {
  return typeof name === "string" && EVENT_NAME.test(name);
}

const PRODUCT_FIELDS = ["id", "name", "category", "brand", "price", "discount_price", "url_path"] as const;

/**
 * Returns the product's fields by their names on the wire, or `undefined` for what can't be read at all. A shop that
 * uses numbers as ids, or text as prices (from a form, a data attribute), means the same.
 */
export function toProductContext(product: unknown): ProductContext | undefined {
  const source = product as Readonly<Record<string, unknown>>;
  return attempt(() => {
    const entries = PRODUCT_FIELDS.map((field) => {
      const value = source[field.replace(/_./, (match) => match.charAt(1).toUpperCase())];
      const onWire = field.endsWith("price") ? parseFloat(String(value)) : String(value);
      return [`context_product_${field}`, value === undefined || Number.isNaN(onWire) ? undefined : onWire];
    });
    return Object.fromEntries(entries) as ProductContext;
  });
}
