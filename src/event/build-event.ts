/** Builds one flat event of the facts. Pure. */
import { copyPlain, type Fields } from "../copy-plain.ts";
import type { PageFields } from "../platform/platform.ts";
import type { ProductContext, WireEvent } from "../wire.ts";

/** Fields of the wire that are known at the moment of `track()`. */
export type SeenFacts = Omit<WireEvent, keyof ProductContext | "properties">;

/** What the page has set. It may be anything. */
export interface GivenFacts {
  /** By `setPage()`. Its four fields are read, where they are text, and no others. */
  readonly page: unknown;
  /** By `setProduct()`. */
  readonly product: unknown;
  /** By `setContext()` of plugins. */
  readonly context: unknown;
  /** By `setProperties()`. */
  readonly common: unknown;
  /** By `track()`. */
  readonly properties: unknown;
}

/**
 * Returns the event, of a copy of what the page gave at this moment, or `undefined` for what is too large for any event.
 * Products of a list or a cart get the same names as the product of an event. All values are those
 * that the page gave: the ingest makes text of numbers and numbers of text, so that no visitor pays for that code.
 *
 * @param redact removes from a URL what may be private
 */
export function buildEvent(seen: SeenFacts, given: GivenFacts, redact: Redact): WireEvent | undefined {
  const copied = copyPlain(given);
  if (!copied) return undefined;
  const { page, product: productInEffect, context, common, properties } = copied;

  const textOf = (field: keyof PageFields): string | undefined => {
    const text = (page as Fields | null | undefined)?.[field];
    return typeof text === "string" ? text : seen[field];
  };
  const own: Fields = { __proto__: null, ...asFields(common), ...asFields(properties) };
  const product = toWireProduct(own.product);
  // An event of the site's own may call anything a product.
  if (product || !own.product) delete own.product;
  if (Array.isArray(own.items)) own.items.forEach(renameItem);
  return {
    __proto__: null,
    ...asFields(context),
    ...seen,
    page_url: redact(textOf("page_url")),
    page_path: redact(textOf("page_path")),
    page_title: textOf("page_title"),
    page_referrer: redact(textOf("page_referrer")),
    ...(product ?? toWireProduct(productInEffect)),
    properties: Object.keys(own).length > 0 ? own : undefined,
  } as unknown as WireEvent;
}

/** Returns a URL without what may be private. */
export type Redact = (url: string | undefined) => string | undefined;

/** In place: a new list would have the `toJSON` that a script gave to all lists. */
function renameItem(item: unknown, index: number, items: unknown[]): void {
  items[index] = toWireProduct(item, true) ?? item;
}

/** The names of a product's fields on the wire. It inherits nothing: a page may call a field `constructor`. */
const WIRE_NAMES = {
  __proto__: null,
  id: "context_product_id",
  name: "context_product_name",
  category: "context_product_category",
  brand: "context_product_brand",
  price: "context_product_price",
  discountPrice: "context_product_discount_price",
  urlPath: "context_product_url_path",
} as unknown as Readonly<Record<string, string | undefined>>;

/**
 * Returns a product by the names of the wire, or `undefined` for what has no field of a product.
 *
 * @param isItem keep what else an item has: a quantity, a position
 */
export function toWireProduct(product: unknown, isItem?: boolean): Fields | undefined {
  const wire: Fields = { __proto__: null };
  let isProduct = false;
  for (const name in product as Fields) {
    const wireName = WIRE_NAMES[name];
    isProduct ||= wireName !== undefined;
    if (wireName ?? isItem) wire[wireName ?? name] = (product as Fields)[name];
  }
  return isProduct ? wire : undefined;
}

/** A text would be spread letter by letter. */
function asFields(value: unknown): Fields | undefined {
  return typeof value === "object" && !Array.isArray(value) ? (value as Fields) : undefined;
}
