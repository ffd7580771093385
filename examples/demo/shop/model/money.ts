/** Computes and formats prices. */
import type { Item, Product } from "clickstream-js";
import { CURRENCY } from "./catalogue.ts";

const format = new Intl.NumberFormat("en-IE", { style: "currency", currency: CURRENCY });

export function formatMoney(amount: number): string {
  return format.format(amount);
}

/** Returns what the visitor pays for one piece. */
export function takePrice({ price = 0, discountPrice }: Product): number {
  return discountPrice ?? price;
}

/** Returns the total price of the items. */
export function sumUp(items: readonly Item[]): number {
  return addUp(items.flatMap((item) => Array<number>(item.quantity ?? 1).fill(takePrice(item))));
}

/** Adds amounts in cents, since 0.1 + 0.2 is not 0.3 in floating point. */
export function addUp(amounts: readonly number[]): number {
  return amounts.reduce((cents, amount) => cents + Math.round(amount * 100), 0) / 100;
}
