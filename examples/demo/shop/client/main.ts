/** Brings the page to life that the server sent. */
import type { PageKind } from "../pages/layout.ts";
import { showAccountLink } from "./account-link.ts";
import { showAccount, startAccountPage } from "./account-page.ts";
import { showCartBadge } from "./cart-badge.ts";
import { showCart, startCartPage } from "./cart-page.ts";
import { startCheckoutPage } from "./checkout-page.ts";
import { showConsent, startConsentBanner } from "./consent-banner.ts";
import { startListPage } from "./list-page.ts";
import { startProductPage } from "./product-page.ts";
import { startThankYouPage } from "./thank-you-page.ts";
import { tracker } from "./tracking.ts";

const PAGES: Readonly<Record<PageKind, (subject: string) => void>> = {
  home: () => tracker.track("page_view", { page_type: "home" }),
  list: startListPage,
  product: startProductPage,
  cart: startCartPage,
  checkout: startCheckoutPage,
  "thank-you": startThankYouPage,
  account: startAccountPage,
  "not-found": () => tracker.track("page_view", { page_type: "not_found" }),
};

const { page = "not-found", subject = "" } = document.body.dataset;
startConsentBanner();
if (isPageKind(page)) PAGES[page](subject);
showCartBadge();
showAccountLink();

// A page that comes back out of the back/forward cache shows the visitor of then, not of now.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) showVisitor();
});

// Another tab filled the cart, signed in or out, or decided.
window.addEventListener("storage", showVisitor);

function showVisitor(): void {
  if (page === "cart") showCart();
  if (page === "account") showAccount();
  showCartBadge();
  showAccountLink();
  showConsent();
}

function isPageKind(name: string): name is PageKind {
  return Object.hasOwn(PAGES, name);
}
