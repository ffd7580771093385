/** Builds one flat event of the facts. Pure. */
import type { Fields } from "../copy-plain.ts";
import type { PageFields } from "../platform/platform.ts";
import type { ProductContext, WireEvent } from "../wire.ts";
import { redactUrl } from "./redact-url.ts";

/** What is known at the moment of `track()`: fields of the wire, and what the page set. */
export interface EventFacts extends Omit<WireEvent, keyof ProductContext | "properties"> {
  /** By `setPage()`. Its four fields are read, where they are text, and no others. */
  readonly page: unknown;
  /** By `setProduct()`. */
  readonly product: unknown;
  /** By `setProperties()`. */
  readonly common: unknown;
  /** By `track()`. */
  readonly properties: unknown;
}

/**
 * Returns the event. Products of a list or a cart get the same names as the product of an event. All values are those
 * that the page gave: the ingest makes text of numbers and numbers of text, so that no visitor pays for that code.
 *
 * @param facts a copy, which is changed
 * @param urlParameters names of query parameters whose values are stored
 */
export function buildEvent(facts: EventFacts, urlParameters: readonly string[]): WireEvent {
  const { page, product: productInEffect, common, properties, ...seen } = facts;
  const textOf = (field: keyof PageFields): string | undefined => {
    const text = (page as Fields | null | undefined)?.[field];
    return typeof text === "string" ? text : seen[field];
  };
  const own: Fields = { __proto__: null, ...asFields(common), ...asFields(properties) };
  const context = toWireProduct(own.product);
  // An event of the site's own may call anything a product.
  if (context || !own.product) delete own.product;
  if (Array.isArray(own.items)) renameItems(own.items);
  return {
    __proto__: null,
    ...seen,
    page_url: redactUrl(textOf("page_url"), urlParameters),
    page_path: redactUrl(textOf("page_path"), urlParameters),
    page_title: textOf("page_title"),
    page_referrer: redactUrl(textOf("page_referrer"), urlParameters),
    ...(context ?? toWireProduct(productInEffect)),
    properties: Object.keys(own).length > 0 ? own : undefined,
  } as unknown as WireEvent;
}

/** In place: a new list would have the `toJSON` that a script gave to all lists. */
function renameItems(items: unknown[]): void {
  for (let index = 0; index < items.length; index++) items[index] = toWireProduct(items[index], true) ?? items[index];
}

const PRODUCT_FIELD = /^(id|name|category|brand|price|discountPrice|urlPath)$/;

/**
 * Returns a product by the names of the wire, or `undefined` for what has no field of a product.
 *
 * @param isItem keep what else an item has: a quantity, a position
 */
export function toWireProduct(product: unknown, isItem?: boolean): Fields | undefined {
  const fields = product as Fields;
  const wire = { __proto__: null } as unknown as Fields;
  let isProduct = false;
  for (const name in fields) {
    const isField = PRODUCT_FIELD.test(name);
    isProduct ||= isField;
    const wireName = isField ? `context_product_${name.replace(/[A-Z]/, "_$&").toLowerCase()}` : isItem && name;
    if (wireName) wire[wireName] = fields[name];
  }
  return isProduct ? wire : undefined;
}

/** A text would be spread letter by letter. */
function asFields(value: unknown): Fields | undefined {
  return typeof value === "object" && !Array.isArray(value) ? (value as Fields) : undefined;
}
