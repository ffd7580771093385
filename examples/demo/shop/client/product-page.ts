/** The product page's script: tracks the product view and adds the product to the cart. */
import { find } from "../../../web/find.ts";
import { changeQuantity } from "../model/cart.ts";
import { findProduct } from "../model/catalogue.ts";
import { readCart, writeCart } from "./cart-storage.ts";
import { showHeader } from "./header.ts";
import { tracker } from "./tracking.ts";

export function startProductPage(id: string): void {
  const product = findProduct(id);
  if (!product) return;
  // Set before the page view, so that the page view has the product too.
  tracker.setProduct(product);
  tracker.track("page_view", { page_type: "product" });
  tracker.track("product_view");

  find("#buy-form", HTMLFormElement).addEventListener("submit", (submission) => {
    submission.preventDefault();
    const quantity = Number(find("#quantity", HTMLSelectElement).value);
    writeCart(changeQuantity(readCart(), id, quantity));
    tracker.track("add_to_cart", { product, quantity });
    showHeader();
    confirmAdded(`${String(quantity)} × ${product.name} is in your cart.`);
  });
}

function confirmAdded(message: string): void {
  const link = document.createElement("a");
  link.href = "/cart";
  link.textContent = "See cart";
  find("#added", HTMLElement).replaceChildren(`${message} `, link);
}
