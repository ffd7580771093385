/** Each standard event as a page tracks it, with all that it may say. */
import type { Item, Product, StandardEvents } from "clickstream-js";

const TEAPOT: Required<Product> = {
  id: "42",
  name: "Teapot",
  category: "Kitchen",
  brand: "Brew",
  price: 39.9,
  discountPrice: 29.9,
  urlPath: "/products/42",
};
const ITEMS: readonly Required<Item>[] = [
  { ...TEAPOT, quantity: 2, position: 1 },
  { ...TEAPOT, id: "43", quantity: 0.5, position: 2 },
];
const MONEY = { value: 74.75, currency: "EUR" };
const CART = { ...MONEY, items: ITEMS, coupon: "AUTUMN" };
const EXTRA_COSTS = { tax: 11.93, shipping: 4.9 };

/** `Required` at the first level only: a property that the types gain has to be added here. */
type Full<Events> = { readonly [Name in keyof Events]: Required<Events[Name]> };

export const SAMPLES: Full<StandardEvents> = {
  page_view: { page_type: "home" },
  product_list_view: { list: "kitchen", items: ITEMS },
  product_view: { product: TEAPOT, ...MONEY },
  add_to_cart: { product: TEAPOT, quantity: 2, ...MONEY },
  remove_from_cart: { product: TEAPOT, quantity: 1, ...MONEY },
  cart_view: CART,
  checkout_start: CART,
  checkout_step: { ...CART, step: 2, step_name: "shipping", shipping_method: "express", payment_method: "card" },
  purchase: { ...CART, ...EXTRA_COSTS, order_id: "o-1" },
  refund: { ...MONEY, ...EXTRA_COSTS, items: ITEMS, order_id: "o-1" },
  search: { query: "teapot" },
  sign_up: { method: "password" },
  login: { method: "cognito" },
  logout: { reason: "expired" },
};
