/** What is in a cart, how it changes, and how events describe it. Pure. */
import type { Cart, Item } from "clickstream-js";
import { CURRENCY, findProduct, toItem } from "./catalogue.ts";
import { sumUp } from "./money.ts";

export interface CartLine {
  readonly id: string;
  readonly quantity: number;
}

export type CartLines = readonly CartLine[];

/** Returns the cart with `pieces` more of a product, or fewer if negative. A line without pieces is removed. */
export function changeQuantity(cart: CartLines, id: string, pieces: number): CartLines {
  const known = cart.some((line) => line.id === id);
  const lines = known ? cart : [...cart, { id, quantity: 0 }];
  return lines
    .map((line) => (line.id === id ? { id, quantity: line.quantity + pieces } : line))
    .filter((line) => line.quantity > 0);
}

export function countPieces(cart: CartLines): number {
  return cart.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Returns the cart as events have it: with names, prices and the total. */
export function buildCart(cart: CartLines): Cart {
  const items = cart.flatMap(buildItem);
  return { items, value: sumUp(items), currency: CURRENCY };
}

function buildItem({ id, quantity }: CartLine): readonly Item[] {
  const product = findProduct(id);
  // The cart may be older than the catalogue: a product that is no longer sold is left out.
  if (!product) return [];
  return [toItem(product, { quantity })];
}

/** Parses a stored cart. Text of any other form is an empty cart. */
export function parseCart(text: string | null): CartLines {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isCartLine) : [];
  } catch {
    return [];
  }
}

function isCartLine(value: unknown): value is CartLine {
  if (typeof value !== "object" || value === null || !("id" in value) || !("quantity" in value)) return false;
  return typeof value.id === "string" && Number.isInteger(value.quantity) && Number(value.quantity) > 0;
}
