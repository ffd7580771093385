/** Builds one flat event of the facts. Pure. */
import type { PageFields } from "../platform/platform.ts";
import type { ProductContext, WireEvent } from "../wire.ts";
import { redactUrl } from "./redact-url.ts";

/** What is known at the moment of `track()`: fields of the wire, and what the page set. */
export interface EventFacts extends Omit<WireEvent, keyof ProductContext | "properties"> {
  /** By `setPage()`. Its four fields are read, where they are text, and no others. */
  readonly page: Plain;
  /** By `setProduct()`. */
  readonly product: Plain;
  /** By `setProperties()`. */
  readonly common: unknown;
  /** By `track()`. */
  readonly properties: unknown;
}

/** A page may hand over anything. As a copy it is plain. */
type Plain = string | number | boolean | object | null | undefined;

type Fields = Record<string, Plain>;

/**
 * Returns the event. Products of a list or a cart get the same names as the product of an event.
 *
 * @param urlParameters names of query parameters whose values are stored
 */
export function buildEvent(facts: EventFacts, urlParameters: readonly string[]): WireEvent {
  const { page, product: productInEffect, common, properties, ...seen } = facts;
  const textOf = (field: keyof PageFields): string | undefined => {
    const text = (page as Fields | null)?.[field];
    return typeof text === "string" ? text : seen[field];
  };
  const { product, ...own }: Fields = { ...(common as Fields), ...(properties as Fields) };
  if (Array.isArray(own.items)) own.items = own.items.map(toItem);
  return {
    ...seen,
    page_url: redactUrl(textOf("page_url"), urlParameters),
    page_path: redactUrl(textOf("page_path"), urlParameters),
    page_title: textOf("page_title"),
    page_referrer: redactUrl(textOf("page_referrer"), urlParameters),
    ...toProductContext(product ?? productInEffect),
    properties: Object.keys(own).length > 0 ? own : undefined,
  };
}

/** Returns the fields of a product by their names on the wire. */
export function toProductContext(product: unknown): ProductContext {
  return splitProduct(product)[0];
}

/** As a product, with what else an item has: a quantity, a position. */
function toItem(item: unknown): object {
  const [context, others] = splitProduct(item);
  return { ...others, ...context };
}

/**
 * The values are those that the page gave. The ingest makes text of numbers and numbers of text, so that no visitor pays
 * for that code.
 */
function splitProduct(product: unknown): readonly [context: ProductContext, others: Fields] {
  const { id, name, category, brand, price, discountPrice, urlPath, ...others }: Fields = { ...(product as Fields) };
  const context = {
    context_product_id: id,
    context_product_name: name,
    context_product_category: category,
    context_product_brand: brand,
    context_product_price: price,
    context_product_discount_price: discountPrice,
    context_product_url_path: urlPath,
  };
  return [context as ProductContext, others];
}
