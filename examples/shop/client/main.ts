/** Brings the page to life that the server sent. */
import type { PageKind } from "../pages/layout.ts";
import { showCartBadge } from "./cart-badge.ts";
import { showCart, startCartPage } from "./cart-page.ts";
import { startCheckoutPage } from "./checkout-page.ts";
import { startListPage } from "./list-page.ts";
import { startProductPage } from "./product-page.ts";
import { startThankYouPage } from "./thank-you-page.ts";
import { tracker } from "./tracking.ts";

const PAGES: Readonly<Record<PageKind, (subject: string) => void>> = {
  home: trackPageView,
  list: startListPage,
  product: startProductPage,
  cart: startCartPage,
  checkout: startCheckoutPage,
  "thank-you": startThankYouPage,
  "not-found": trackPageView,
};

const { page = "not-found", subject = "" } = document.body.dataset;
if (isPageKind(page)) PAGES[page](subject);
showCartBadge();

// A page that comes back out of the back/forward cache shows the cart of then, not of now.
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  if (page === "cart") showCart();
  showCartBadge();
});

function isPageKind(name: string): name is PageKind {
  return Object.hasOwn(PAGES, name);
}

function trackPageView(): void {
  tracker.track("page_view");
}
