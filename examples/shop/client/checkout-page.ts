/** The checkout's page: tells that it began and that the order was placed. It never reads what is typed. */
import type { LineItem } from "clickstream-js";
import { find } from "../../find.ts";
import { buildBasket } from "../cart.ts";
import { formatMoney, sumUp } from "../money.ts";
import { readCart, writeCart, writeOrderId } from "./cart-storage.ts";
import { tracker } from "./tracking.ts";

export function startCheckoutPage(): void {
  const basket = buildBasket(readCart());
  if (basket.items.length === 0) {
    location.replace("/cart");
    return;
  }
  tracker.track("page_view");
  tracker.track("checkout_start", basket);
  find("#summary-lines", HTMLElement).replaceChildren(...basket.items.map(buildSummaryLine));
  find("#summary-total", HTMLElement).textContent = formatMoney(basket.value);

  find("#checkout-form", HTMLFormElement).addEventListener("submit", (submission) => {
    submission.preventDefault();
    const orderId = `LOAM-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
    tracker.track("purchase", { order_id: orderId, ...basket });
    writeOrderId(orderId);
    writeCart([]);
    // No waiting for the network: the tracker delivers while the page is left.
    location.assign("/thank-you");
  });
}

function buildSummaryLine(item: LineItem): HTMLElement {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const total = document.createElement("span");
  name.textContent = `${String(item.quantity ?? 1)} × ${item.name ?? item.id}`;
  total.textContent = formatMoney(sumUp([item]));
  line.append(name, total);
  return line;
}
