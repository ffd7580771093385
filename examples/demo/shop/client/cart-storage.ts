/** Keeps the cart in localStorage and the last order's id in sessionStorage. */
import { parseCart, type CartLines } from "../model/cart.ts";

const CART_KEY = "loam.cart";
const ORDER_KEY = "loam.order";

export function readCart(): CartLines {
  return parseCart(localStorage.getItem(CART_KEY));
}

export function writeCart(cart: CartLines): void {
  localStorage.setItem(CART_KEY, JSON.stringify(cart));
}

export function readOrderId(): string | undefined {
  return sessionStorage.getItem(ORDER_KEY) ?? undefined;
}

export function writeOrderId(orderId: string): void {
  sessionStorage.setItem(ORDER_KEY, orderId);
}
