/** Gives the fields of products their types, since a shop may have numbers as ids and text as prices. Pure. */
import type { ProductContext } from "../../../../src/wire.ts";
import { isJsonObject, isMissing, type JsonObject } from "../json.ts";

/** `undefined` leaves the field out. */
type Convert = (value: unknown) => unknown;

const PRODUCT_FIELDS = {
  context_product_id: toText,
  context_product_name: toText,
  context_product_category: toText,
  context_product_brand: toText,
  context_product_price: toPrice,
  context_product_discount_price: toPrice,
  context_product_url_path: toText,
} as const satisfies Readonly<Record<keyof ProductContext, Convert>>;

/** A map, since an event may have a field such as `toString`, which every object inherits. */
const CONVERT_BY_FIELD: ReadonlyMap<string, Convert> = new Map(Object.entries(PRODUCT_FIELDS));

/** Converts the product of the event, and the products in `properties.items`: a list, a cart or an order. */
export function normalizeProducts(event: JsonObject): JsonObject {
  const normalized = normalizeProduct(event);
  const { properties } = normalized;
  if (!isJsonObject(properties) || !Array.isArray(properties.items)) return normalized;
  const items = properties.items.map((item: unknown) => (isJsonObject(item) ? normalizeProduct(item) : item));
  return { ...normalized, properties: { ...properties, items } };
}

function normalizeProduct(fields: JsonObject): JsonObject {
  const converted = Object.entries(fields).map(([field, value]): [string, unknown] => {
    const convert = CONVERT_BY_FIELD.get(field);
    return [field, convert ? convert(value) : value];
  });
  return Object.fromEntries(converted.filter(([, value]) => value !== undefined));
}

/** Lists and objects stay as they came: the warehouse keeps their JSON. */
function toText(value: unknown): unknown {
  if (isMissing(value)) return undefined;
  return typeof value === "object" ? value : String(value);
}

/** What is no number is left out: a column of decimals would refuse the whole row for it. */
function toPrice(value: unknown): number | undefined {
  const price = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof price === "number" && Number.isFinite(price) ? price : undefined;
}
