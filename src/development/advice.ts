/** Knows what a developer has to mend in an event. Pure. */
import type { DropReason } from "../delivery/drop-reports.ts";

/** What `track()` was called with. */
export interface Call {
  readonly name: unknown;
  readonly properties: unknown;
}

export interface Tracked extends Call {
  /** Why it was dropped at once, if it was. */
  readonly reason?: DropReason | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** Money as an event carries it: of a product, an item, a cart. */
const MONEY = ["price", "discountPrice", "value", "tax", "shipping"];

/** Texts of a product. */
const TEXTS = ["id", "name", "category", "brand", "urlPath"];

/** Returns what to mend, each with what to do. */
export function adviceOn({ name, properties, reason }: Tracked): readonly string[] {
  const subject = `"${String(name)}"`;
  if (reason === "rate_limited") return [`${subject} is tracked in a loop that runs away: 50 a second may pass`];
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(String(name))) {
    return [`event name ${subject} is not snake_case, so the event is dropped: try "${toSnakeCase(String(name))}"`];
  }
  if (properties === undefined) return [];
  if (!isObject(properties) || Array.isArray(properties)) return [`properties of ${subject} have to be an object`];

  const { product, items } = properties;
  const advice = [...adviceOnValues(properties), ...adviceOnCurrency(properties)];
  if (product !== undefined) advice.push(...adviceOnProduct(product, "product"));
  if (Array.isArray(items)) items.forEach((item, index) => advice.push(...adviceOnProduct(item, `items[${index}]`)));
  else if (items !== undefined) advice.push("items has to be an array of products");
  return advice.map((text) => `${text} (in ${subject})`);
}

function adviceOnProduct(product: unknown, place: string): readonly string[] {
  if (!isObject(product)) return [`${place} has to be an object with an id`];
  const { id, price, discountPrice } = product;
  const advice = adviceOnValues(product).map((text) => `${place}: ${text}`);
  for (const field of TEXTS) {
    const value = product[field];
    if (isObject(value)) advice.push(`${place}: ${field} is a list or an object: pass a text`);
  }
  if (id === undefined || id === "") advice.push(`${place} has no id, so nobody can tell which product it is`);
  if (typeof price === "number" && typeof discountPrice === "number" && discountPrice >= price) {
    advice.push(`${place}: discountPrice ${discountPrice} is not below price ${price}: leave it out`);
  }
  return advice;
}

function adviceOnCurrency({ value, currency }: Fields): readonly string[] {
  if (value !== undefined && currency === undefined) return ['value has no currency: add one, such as "EUR"'];
  const isCode = currency === undefined || /^[A-Z]{3}$/.test(String(currency));
  return isCode ? [] : [`currency "${String(currency)}" is not an ISO 4217 code such as "EUR"`];
}

function adviceOnValues(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (typeof value === "function" || typeof value === "symbol") return [`${name} is a ${typeof value}: leave it out`];
    if (typeof value === "number" && !Number.isFinite(value))
      return [`${name} is ${value}, which JSON has no word for`];
    return MONEY.includes(name) ? adviceOnMoney(name, value) : [];
  });
}

function adviceOnMoney(name: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (typeof value !== "number") return [`${name} is the ${typeof value} "${String(value)}": pass a number`];
  const rounded = Number(value.toFixed(4));
  return rounded === value ? [] : [`${name} is ${value}, the dust of floating point: round it to ${rounded}`];
}

function toSnakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .toLowerCase()
    .slice(0, 64);
}
