/** The words of the wire: makes one flat event of the facts. Pure. */
import { attempt } from "./attempt.ts";
import { mintEventId } from "./event-id.ts";
import type { PageFields } from "./platform/platform.ts";
import { redactUrl } from "./redact.ts";
import type { VisitorFields } from "./visitor.ts";
import type { ProductContext, WireEvent } from "./wire.ts";

/** What is known at the moment of `track()`, by the names of the wire. */
export interface EventFacts {
  readonly name: string;
  readonly nowMs: number;
  readonly seq: number;
  readonly pageLoadId: string;
  readonly random: string;
  readonly visitor: VisitorFields;
  readonly page: PageFields;
  readonly product: ProductContext | undefined;
  readonly properties: object | undefined;
  /** Names of query parameters that may be stored. */
  readonly urlParameters: readonly string[];
}

/** Returns the event. Its properties are still the page's own objects. */
export function buildEvent(facts: EventFacts): WireEvent {
  const { name, nowMs, seq, pageLoadId, random, visitor, page, product, properties, urlParameters } = facts;
  return {
    // First, since delivery reads it there.
    event_id: mintEventId(nowMs, seq, random),
    event_name: name,
    event_timestamp: new Date(nowMs).toISOString(),
    ...visitor,
    ...product,
    ...page,
    page_url: redactUrl(page.page_url, urlParameters),
    page_path: redactUrl(page.page_path, urlParameters),
    page_referrer: redactUrl(page.page_referrer, urlParameters),
    page_load_id: pageLoadId,
    event_seq: seq,
    properties: withItems(properties),
  } as WireEvent;
}

const EVENT_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** Tells whether an endpoint of ours takes the name: snake_case, 1 to 64 characters. */
export function isEventName(name: unknown): name is string {
  return typeof name === "string" && EVENT_NAME.test(name);
}

const PRODUCT_FIELD = /^(id|name|category|brand|price|discountPrice|urlPath)$/;

/**
 * Returns the product's fields by their names on the wire, or `undefined` for what can't be read at all. A shop that
 * uses numbers as ids, or text as prices (from a form, a data attribute), means the same.
 *
 * @param isItem keeps what else it has: a quantity, a position
 */
export function toProductContext(product: unknown, isItem = false): ProductContext | undefined {
  // Most events are about no product, and what throws takes longer than the rest of an event.
  if (!product) return undefined;
  return attempt(() => {
    const fields = Object.entries(product).flatMap(([name, value]: [string, unknown]) => {
      if (!PRODUCT_FIELD.test(name)) return isItem ? [[name, value]] : [];
      const onWire = /price/i.test(name) ? parseFloat(String(value)) : String(value);
      const isKnown = value !== undefined && !Number.isNaN(onWire);
      return isKnown ? [[`context_product_${name.replace(/[A-Z]/, "_$&").toLowerCase()}`, onWire]] : [];
    });
    return Object.fromEntries(fields) as ProductContext;
  });
}

/** Returns the properties with the products of a list or a cart by the same names as the product of an event. */
function withItems(properties: object | undefined): unknown {
  const items = attempt(() => (properties as { readonly items?: unknown } | undefined)?.items);
  return Array.isArray(items)
    ? (attempt(() => ({ ...properties, items: items.map((item) => toProductContext(item, true)) })) ?? properties)
    : properties;
}
