/** The words of the wire: makes one flat event of the facts. Pure. */
import { attempt } from "./attempt.ts";
import type { PageFacts } from "./platform/platform.ts";
import { redactUrl } from "./redact.ts";
import type { WireEvent } from "./wire.ts";

/** The `context_product_*` fields. */
export type ProductContext = Pick<WireEvent, Extract<keyof WireEvent, `context_product_${string}`>>;

/** What is known at the moment of `track()`. */
export interface EventFacts {
  readonly id: string;
  readonly name: string;
  readonly nowMs: number;
  readonly clientId: string;
  readonly isFirstVisit: boolean;
  readonly sessionId: string;
  readonly pageLoadId: string;
  readonly seq: number;
  readonly page: PageFacts;
  readonly product: ProductContext;
  readonly properties: object | undefined;
}

/** Returns the event, frozen. Its properties are still the page's own objects. */
export function buildEvent(facts: EventFacts): WireEvent {
  const { page } = facts;
  const url = redactUrl(page.url);
  const referrer = redactUrl(page.referrer);
  return Object.freeze({
    event_id: facts.id,
    event_name: facts.name,
    event_timestamp: new Date(facts.nowMs).toISOString(),
    client_id: facts.clientId,
    session_id: facts.sessionId,
    is_first_visit: facts.isFirstVisit,
    ...facts.product,
    ...(url && { page_url: url }),
    page_path: page.path,
    page_title: page.title,
    ...(referrer && { page_referrer: referrer }),
    page_load_id: facts.pageLoadId,
    event_seq: facts.seq,
    ...(facts.properties && { properties: facts.properties as Readonly<Record<string, unknown>> }),
  });
}

const EVENT_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** Tells whether an endpoint of ours takes the name: snake_case, 1 to 64 characters. */
export function isEventName(name: unknown): name is string {
  return typeof name === "string" && EVENT_NAME.test(name);
}

const PRODUCT_FIELDS = ["id", "name", "category", "brand", "price", "discount_price", "url_path"] as const;

/**
 * Returns the product's fields by their names on the wire, or `undefined` for what can't be read at all. A field of
 * the wrong type is left out.
 */
export function toProductContext(product: unknown): ProductContext | undefined {
  const source = product as Readonly<Record<string, unknown>>;
  const read = (field: string): unknown => source[field.replace(/_./, (match) => match.charAt(1).toUpperCase())];
  return attempt(() => {
    const entries = PRODUCT_FIELDS.map((field) => [
      `context_product_${field}`,
      field.endsWith("price") ? toPrice(read(field)) : toText(read(field)),
    ]);
    return Object.fromEntries(entries) as ProductContext;
  });
}

/** Shops use numbers as ids; on the wire an id is text. */
function toText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** A form or a data attribute gives `"19.99"`; on the wire a price is a number. */
function toPrice(value: unknown): number | undefined {
  const price = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof price === "number" && Number.isFinite(price) ? price : undefined;
}
