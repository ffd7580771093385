/** The words of the wire: makes one flat event of the facts. Pure. */
import { redactUrl } from "./redact-url.ts";
import type { ProductContext, WireEvent } from "./wire.ts";

/** What is known at the moment of `track()`: fields of the wire, and what the page said. */
export interface EventFacts extends Omit<WireEvent, keyof ProductContext | "properties"> {
  /** By `setPage()`. */
  readonly page: Plain;
  /** By `setProduct()`. */
  readonly product: Plain;
  /** By `setProperties()`. */
  readonly common: unknown;
  /** By `track()`. */
  readonly properties: unknown;
}

/** What the page said may be anything that is plain. */
type Plain = string | number | boolean | object | null | undefined;

type Fields = Record<string, Plain>;

/**
 * Returns the event. Products of a list or a cart get the same names as the product of an event.
 *
 * @param urlParameters those whose values may be stored
 */
export function buildEvent(facts: EventFacts, urlParameters: readonly string[]): WireEvent {
  const { page, product: known, common, properties, ...seen } = facts;
  const { product, ...own }: Fields = { ...(common as Fields), ...(properties as Fields) };
  if (Array.isArray(own.items)) own.items = own.items.map((item) => toProductContext(item, true));
  const fields = { ...seen, ...(typeof page === "object" && page) };
  return {
    ...fields,
    page_url: redactUrl(fields.page_url, urlParameters),
    page_path: redactUrl(fields.page_path, urlParameters),
    page_referrer: redactUrl(fields.page_referrer, urlParameters),
    ...toProductContext(product ?? known),
    properties: Object.keys(own).length > 0 ? own : undefined,
  } as WireEvent;
}

/** What an endpoint of ours takes as a name: snake_case, 1 to 64 characters. */
export const EVENT_NAME = /^[a-z][a-z\d_]{0,63}$/;

/**
 * Returns the product's fields by their names on the wire, with the values that the page gave: numbers as ids and text
 * as prices get their types at the ingest, where no visitor pays for it.
 *
 * @param isItem keeps what else it has: a quantity, a position
 */
export function toProductContext(product: unknown, isItem?: boolean): ProductContext {
  const { id, name, category, brand, price, discountPrice, urlPath, ...others }: Fields = { ...(product as Fields) };
  return {
    ...(isItem && others),
    context_product_id: id,
    context_product_name: name,
    context_product_category: category,
    context_product_brand: brand,
    context_product_price: price,
    context_product_discount_price: discountPrice,
    context_product_url_path: urlPath,
  } as ProductContext;
}
