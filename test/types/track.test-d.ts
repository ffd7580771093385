/** What must compile and what must not, checked by `npm run types`: an unused `@ts-expect-error` is an error. */
import { createTracker, type StandardEvents, type Tracker } from "clickstream-js";

interface ShopEvents extends StandardEvents {
  newsletter_signup: { readonly plan: "free" | "pro" };
}

const standard: Tracker = createTracker();
const own = createTracker<ShopEvents>();
const product = { id: "42", name: "Teapot", price: 39.9 };
const basket = { items: [{ id: "42", quantity: 1 }], value: 39.9, currency: "EUR" };

standard.track("page_view");
standard.track("page_view", { page_type: "home" });
standard.track("product_view");
standard.track("product_view", { product });
standard.track("add_to_cart", { product, quantity: 2 });
standard.track("purchase", { ...basket, order_id: "o-1" });
own.track("newsletter_signup", { plan: "pro" });
own.track("page_view");
standard.setProduct(product);
standard.setProduct(null);

// @ts-expect-error unknown name
standard.track("page_veiw");
// @ts-expect-error an own event that was not declared
standard.track("newsletter_signup", { plan: "pro" });
// @ts-expect-error required properties are missing
standard.track("add_to_cart");
// @ts-expect-error quantity is missing
standard.track("add_to_cart", { product });
// @ts-expect-error quantity is text
standard.track("add_to_cart", { product, quantity: "2" });
// @ts-expect-error unknown property
standard.track("search", { query: "teapot", results: 3 });
// @ts-expect-error a price is a number
standard.track("product_view", { product: { id: "42", price: "39.90" } });
// @ts-expect-error a product has an id
standard.track("product_view", { product: { name: "Teapot" } });
// @ts-expect-error an order has an id
standard.track("purchase", basket);
// @ts-expect-error not one of the plans
own.track("newsletter_signup", { plan: "gold" });
// @ts-expect-error null ends it, not undefined
standard.setProduct(undefined);
// @ts-expect-error unknown option
createTracker({ endpoit: "https://ingest.example" });
// @ts-expect-error milliseconds are a number
createTracker({ flushIntervalMs: "1s" });
