/** Finds what a developer should fix in an event. Pure. */
import type { DropReason } from "../delivery/drop-reports.ts";
import { EVENT_NAME } from "../limits.ts";

/** The arguments of `track()`. */
export interface Call {
  readonly name: unknown;
  readonly properties: unknown;
}

export interface TrackedCall extends Call {
  /** Why the event was dropped at once, if it was. */
  readonly reason?: DropReason | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** A text, a list, a date, an event of the DOM or a form's data has no names for its values. */
export function hasNames(value: unknown): value is Fields {
  return isObject(value) && ["[object Object]", "[object Map]"].includes(Object.prototype.toString.call(value));
}

/** Amounts of a product, an item or a cart. */
const AMOUNTS = ["price", "discountPrice", "value", "tax", "shipping"];

/** Fields of a product that are text. */
const TEXTS = ["id", "name", "category", "brand", "urlPath"];

/** Returns a sentence for each fault, with what to do. */
export function adviceOn({ name, properties, reason }: TrackedCall): readonly string[] {
  const subject = `"${String(name)}"`;
  if (reason === "rate_limited")
    return [`${subject} is tracked in a loop without end: at most 50 events a second pass`];
  if (!EVENT_NAME.test(String(name))) {
    return [`event name ${subject} is not snake_case, so the event is dropped. Try "${toSnakeCase(String(name))}"`];
  }
  if (reason === "too_large")
    return [`${subject} is larger than 32 KiB, so the event is dropped. Leave out what is not needed`];
  if (properties === undefined) return [];
  if (!hasNames(properties)) {
    return [`the properties of ${subject} must be an object with names, such as { query: "teapot" }. This is left out`];
  }

  const { product, items } = properties;
  const advice = [...adviceOnValues(properties), ...adviceOnCurrency(properties)];
  if (product !== undefined) advice.push(...adviceOnProduct(product, "product"));
  if (Array.isArray(items)) items.forEach((item, index) => advice.push(...adviceOnProduct(item, `items[${index}]`)));
  else if (items !== undefined) advice.push("items must be an array of products. It is stored as it is");
  return advice.map((text) => `${text} (in ${subject})`);
}

const PAGE_FIELDS = ["page_url", "page_path", "page_title", "page_referrer"];

/** Returns a sentence for each field of `setPage()` that is ignored. */
export function adviceOnPage(page: unknown): readonly string[] {
  if (page === null || page === undefined) return [];
  if (!isObject(page)) return ["setPage() takes an object of page fields"];
  return Object.entries(page).flatMap(([name, value]) => {
    if (!PAGE_FIELDS.includes(name)) return [`setPage() ignores ${name}: the fields are ${PAGE_FIELDS.join(", ")}`];
    const isText = value === undefined || typeof value === "string" || value instanceof URL;
    return isText ? [] : [`setPage() ignores ${name}, which is not text`];
  });
}

function adviceOnProduct(product: unknown, place: string): readonly string[] {
  if (!isObject(product) || Array.isArray(product))
    return [`${place} must be an object with an id. It is stored as it is`];
  const { id, price, discountPrice } = product;
  const advice = adviceOnValues(product).map((text) => `${place}: ${text}`);
  for (const field of TEXTS) {
    const value = product[field];
    if (isObject(value)) advice.push(`${place}: ${field} is a list or an object. Pass text`);
  }
  if (id === undefined || id === "") advice.push(`${place} has no id, which names the product`);
  if (typeof price === "number" && typeof discountPrice === "number" && discountPrice >= price) {
    advice.push(`${place}: discountPrice ${discountPrice} is not below price ${price}. Leave it out`);
  }
  return advice;
}

function adviceOnCurrency({ value, currency }: Fields): readonly string[] {
  if (value !== undefined && currency === undefined) return ['value has no currency. Add one, such as "EUR"'];
  const isCode = currency === undefined || /^[A-Z]{3}$/.test(String(currency));
  return isCode ? [] : [`currency "${String(currency)}" is not an ISO 4217 code such as "EUR"`];
}

function adviceOnValues(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (typeof value === "function" || typeof value === "symbol") return [`${name} is a ${typeof value}. Leave it out`];
    if (typeof value === "number" && !Number.isFinite(value)) return [`${name} is ${value}, which JSON can not hold`];
    return AMOUNTS.includes(name) ? adviceOnMoney(name, value) : [];
  });
}

function adviceOnMoney(name: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (typeof value !== "number") return [`${name} is the ${typeof value} "${String(value)}". Pass a number`];
  const rounded = Number(value.toFixed(4));
  return rounded === value ? [] : [`${name} is ${value}, a rounding error of floating point. Round it to ${rounded}`];
}

function toSnakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .toLowerCase()
    .slice(0, 64);
}
