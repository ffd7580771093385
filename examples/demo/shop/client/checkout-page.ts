/** The checkout page's script: tracks its steps and the purchase. It never reads what is typed. */
import type { Item } from "clickstream-js";
import { find } from "../../../web/find.ts";
import { buildCart } from "../model/cart.ts";
import { findDelivery } from "../model/checkout-choices.ts";
import { addUp, formatMoney, sumUp } from "../model/money.ts";
import { readCart, writeCart, writeOrderId } from "./cart-storage.ts";
import { tracker } from "./tracking.ts";

export function startCheckoutPage(): void {
  const cart = buildCart(readCart());
  if (cart.items.length === 0) {
    location.replace("/cart");
    return;
  }
  tracker.track("page_view", { page_type: "checkout" });
  tracker.track("checkout_start", cart);
  find("#summary-lines", HTMLElement).replaceChildren(...cart.items.map(buildSummaryLine));

  const address = find("#address-form", HTMLFormElement);
  const payment = find("#payment-form", HTMLFormElement);
  const chosen = (group: string): string => find(`input[name="${group}"]:checked`, HTMLInputElement, payment).value;
  const showPrices = (): void => {
    const { price } = findDelivery(chosen("delivery"));
    find("#summary-delivery", HTMLElement).textContent = price === 0 ? "Free" : formatMoney(price);
    find("#summary-total", HTMLElement).textContent = formatMoney(addUp([cart.value, price]));
  };
  const showStep = (step: 1 | 2): void => {
    address.hidden = step !== 1;
    payment.hidden = step !== 2;
  };
  showPrices();

  address.addEventListener("submit", (submission) => {
    submission.preventDefault();
    tracker.track("checkout_step", { step: 1, step_name: "address", ...cart });
    showStep(2);
  });
  find("#to-address", HTMLButtonElement).addEventListener("click", () => showStep(1));
  payment.addEventListener("change", showPrices);
  payment.addEventListener("submit", (submission) => {
    submission.preventDefault();
    const { id: shipping_method, price: shipping } = findDelivery(chosen("delivery"));
    const methods = { shipping_method, payment_method: chosen("payment") };
    tracker.track("checkout_step", { step: 2, step_name: "payment", ...methods, ...cart });

    const orderId = `LOAM-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
    tracker.track("purchase", { order_id: orderId, shipping, ...cart });
    writeOrderId(orderId);
    writeCart([]);
    // No need to wait for the network: the tracker sends its events while the page unloads.
    location.assign("/thank-you");
  });
}

function buildSummaryLine(item: Item): HTMLElement {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const total = document.createElement("span");
  name.textContent = `${String(item.quantity ?? 1)} × ${item.name ?? item.id}`;
  total.textContent = formatMoney(sumUp([item]));
  line.append(name, total);
  return line;
}
