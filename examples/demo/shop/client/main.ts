/** The shop's script: runs the part that belongs to the page. */
import type { PageKind } from "../pages/layout.ts";
import { showAccount, startAccountPage } from "./account-page.ts";
import { showCart, startCartPage } from "./cart-page.ts";
import { startCheckoutPage } from "./checkout-page.ts";
import { showConsent, startConsentBanner } from "./consent-banner.ts";
import { showHeader } from "./header.ts";
import { startListPage } from "./list-page.ts";
import { startOutageSwitch } from "./outage-switch.ts";
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
showHeader();
startOutageSwitch();

// A page from the back/forward cache still shows the state in which it was left.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) showVisitor();
});

// Another tab changed the cart, the account or the consent.
window.addEventListener("storage", showVisitor);

function showVisitor(): void {
  if (page === "cart") showCart();
  if (page === "account") showAccount();
  showHeader();
  showConsent();
}

function isPageKind(name: string): name is PageKind {
  return Object.hasOwn(PAGES, name);
}
