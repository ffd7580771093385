/** The cart page's script: shows the lines and changes their quantities. */
import type { Item } from "clickstream-js";
import { find } from "../../../web/find.ts";
import { buildCart, changeQuantity } from "../model/cart.ts";
import { findProduct } from "../model/catalogue.ts";
import { formatMoney, sumUp, takePrice } from "../model/money.ts";
import { readCart, writeCart } from "./cart-storage.ts";
import { showHeader } from "./header.ts";
import { tracker } from "./tracking.ts";

export function startCartPage(): void {
  tracker.track("page_view", { page_type: "cart" });
  tracker.track("cart_view", buildCart(readCart()));
  showCart();
}

/** Shows what is in the cart now. */
export function showCart(): void {
  const { items, value } = buildCart(readCart());
  find("#cart-empty", HTMLElement).hidden = items.length > 0;
  find("#cart-full", HTMLElement).hidden = items.length === 0;
  find("#cart-lines", HTMLElement).replaceChildren(...items.map(buildLine));
  find("#cart-total", HTMLElement).textContent = formatMoney(value);
  showHeader();
}

function buildLine(item: Item): HTMLElement {
  const { id, name = id, quantity = 1 } = item;
  const template = find("#cart-line", HTMLTemplateElement);
  const line = find(".line", HTMLElement, document.importNode(template.content, true));
  line.dataset["productId"] = id;
  find(".line-picture", HTMLImageElement, line).src = `/public/pictures/${id}.svg`;
  find(".line-price", HTMLElement, line).textContent = formatMoney(takePrice(item));
  find(".line-quantity", HTMLElement, line).textContent = String(quantity);
  find(".line-total", HTMLElement, line).textContent = formatMoney(sumUp([item]));

  const link = find(".line-name", HTMLAnchorElement, line);
  link.href = `/products/${id}`;
  link.textContent = name;

  const onPress = (selector: string, pieces: number): void => {
    find(selector, HTMLButtonElement, line).addEventListener("click", () => {
      change(id, pieces);
    });
  };
  onPress(".increase", 1);
  onPress(".decrease", -1);
  onPress(".remove", -quantity);
  return line;
}

function change(id: string, pieces: number): void {
  const product = findProduct(id);
  if (!product) return;
  writeCart(changeQuantity(readCart(), id, pieces));
  tracker.track(pieces > 0 ? "add_to_cart" : "remove_from_cart", { product, quantity: Math.abs(pieces) });
  showCart();
}
