/** A product's page: tells what the visitor looks at, and fills the cart. */
import { find } from "../../../web/find.ts";
import { changeQuantity } from "../cart.ts";
import { findProduct } from "../catalogue.ts";
import { showCartBadge } from "./cart-badge.ts";
import { readCart, writeCart } from "./cart-storage.ts";
import { tracker } from "./tracking.ts";

export function startProductPage(id: string): void {
  const product = findProduct(id);
  if (!product) return;
  // First the product, so that the page view knows it too.
  tracker.setProduct(product);
  tracker.track("page_view", { page_type: "product" });
  tracker.track("product_view");

  find("#buy-form", HTMLFormElement).addEventListener("submit", (submission) => {
    submission.preventDefault();
    const quantity = Number(find("#quantity", HTMLSelectElement).value);
    writeCart(changeQuantity(readCart(), id, quantity));
    tracker.track("add_to_cart", { product, quantity });
    showCartBadge();
    confirmAdded(`${String(quantity)} × ${product.name} is in your cart.`);
  });
}

function confirmAdded(message: string): void {
  const link = document.createElement("a");
  link.href = "/cart";
  link.textContent = "See cart";
  find("#added", HTMLElement).replaceChildren(`${message} `, link);
}
