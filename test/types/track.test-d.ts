/** What must compile, for `npm run types` and for every version of TypeScript in `types.test.ts`. */
import { createTracker, type Item, type Product, type StandardEvents, type Tracker } from "clickstream-js";

/** Own events; one with a wider page view than the standard one. */
interface ShopEvents extends StandardEvents {
  page_view: StandardEvents["page_view"] & { readonly template?: string };
  newsletter_signup: { readonly plan: "free" | "pro" };
  /** Takes anything, or nothing. */
  tour_end: object;
}

const standard: Tracker = createTracker();
const own = createTracker<ShopEvents>({ endpoint: "https://ingest.example/clickstream", name: "shop" });
const product: Product = { id: "42", name: "Teapot", price: 39.9, discountPrice: 29.9, urlPath: "/products/42" };
const item: Item = { ...product, quantity: 1, position: 1 };
const cart = { items: [item, { id: "43" }], value: 39.9, currency: "EUR" } as const;

standard.track("page_view");
standard.track("page_view", {});
standard.track("page_view", { page_type: "home" });
standard.track("product_list_view", { list: "kitchen" });
standard.track("product_list_view", { list: "kitchen", items: [item] });
standard.track("product_view");
standard.track("product_view", { product });
standard.track("add_to_cart", { quantity: 2 });
standard.track("add_to_cart", { product, quantity: 2, value: 79.8, currency: "EUR" });
standard.track(Math.random() > 0.5 ? "add_to_cart" : "remove_from_cart", { product, quantity: 1 });
standard.track("cart_view", cart);
standard.track("checkout_start", { ...cart, coupon: "AUTUMN" });
standard.track("checkout_step", { step: 2 });
standard.track("checkout_step", { ...cart, step: 3, step_name: "payment", payment_method: "card" });
standard.track("purchase", { ...cart, order_id: "o-1", tax: 6.37, shipping: 4.9 });
standard.track("refund", { order_id: "o-1", value: 39.9, currency: "EUR" });
standard.track("search", { query: "teapot" });
standard.track("sign_up");
standard.track("login", { method: "cognito" });
standard.track("logout");
standard.setProduct(product);
standard.setProduct(null);

own.track("newsletter_signup", { plan: "pro" });
own.track("tour_end");
own.track("tour_end", { anything: true });
own.track("page_view", { page_type: "home", template: "winter" });

/** Code that knows the standard events only takes a tracker that has more. */
export function trackLogin(tracker: Pick<Tracker, "track">): void {
  tracker.track("login", { method: "password" });
}
trackLogin(standard);
trackLogin(own);
