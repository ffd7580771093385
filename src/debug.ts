/** Tells a developer on the console what is tracked and what to mend. Loaded in debug mode only. */
import type { DropReason } from "./delivery/ledger.ts";
import type { Platform } from "./platform/platform.ts";

/** One call of `track()`, and what became of it. Or one of `createTracker()` for a name that is open: a twin. */
export interface Tracked {
  readonly name: unknown;
  readonly properties?: unknown;
  readonly fate: DropReason | "kept" | "twin";
  /** The event as it is kept. */
  readonly json?: string | undefined;
  /** There is no endpoint, so the event is only shown here. */
  readonly isDry?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** Money as an event carries it: of a product, an item, a cart. */
const MONEY = ["price", "discountPrice", "value", "tax", "shipping"];

const SAID = new Set<string>();

/** Shows an event, and says each thing to mend once in a page. */
export function advise({ log, warn }: Pick<Platform, "log" | "warn">, tracked: Tracked): void {
  const { name, properties, fate, json } = tracked;
  if (fate !== "twin") {
    const event: unknown = json ? JSON.parse(json) : { ...(properties as object) };
    log(`clickstream: ${fate === "kept" ? "tracked" : `dropped as ${fate}`} ${String(name)}`, event);
  }
  for (const advice of adviceOn(tracked)) {
    if (!SAID.has(advice)) warn(`clickstream: ${advice}`);
    SAID.add(advice);
  }
}

/** Returns what to mend in an event, each with what to do. Pure. */
export function adviceOn(tracked: Tracked): readonly string[] {
  return [...(tracked.isDry ? ["there is no endpoint, so events are only shown here"] : []), ...adviceOnEvent(tracked)];
}

function adviceOnEvent({ name, properties, fate }: Tracked): readonly string[] {
  const subject = `"${String(name)}"`;
  if (fate === "twin") return [`a tracker named ${subject} is open already, and this is the same one`];
  if (fate === "rate_limited") return [`${subject} is tracked in a loop that runs away: 50 a second may pass`];
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
