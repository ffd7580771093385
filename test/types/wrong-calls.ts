/** Calls that must not compile, each with what a person reads then, in every version of TypeScript that we hold to. */

const STANDARD = [
  "add_to_cart",
  "cart_view",
  "checkout_start",
  "checkout_step",
  "login",
  "logout",
  "page_view",
  "product_list_view",
  "product_view",
  "purchase",
  "refund",
  "remove_from_cart",
  "search",
  "sign_up",
];

/** The names that the message lists, in the order of the alphabet: the compilers' own is chance. */
const oneOf = (...names: readonly string[]): string =>
  [...names]
    .sort()
    .map((name) => `"${name}"`)
    .join(" | ");

export interface WrongCall {
  readonly what: string;
  readonly call: string;
  readonly message: string;
}

const wrong = (what: string, call: string, ...lines: readonly string[]): WrongCall => ({
  what,
  call,
  message: lines.join("\n"),
});

export const WRONG_CALLS: readonly WrongCall[] = [
  wrong(
    "a slip of the pen in a name",
    'standard.track("page_veiw")',
    `Argument of type '"page_veiw"' is not assignable to parameter of type '${oneOf(...STANDARD)}'.`,
  ),
  wrong(
    "a name in camelCase",
    'standard.track("pageView")',
    `Argument of type '"pageView"' is not assignable to parameter of type '${oneOf(...STANDARD)}'.`,
  ),
  wrong(
    "a name that another tracker has",
    'standard.track("newsletter_signup", { plan: "pro" })',
    `Argument of type '"newsletter_signup"' is not assignable to parameter of type '${oneOf(...STANDARD)}'.`,
  ),
  wrong(
    "a slip of the pen in an own name",
    'own.track("newsletter_sigup", { plan: "pro" })',
    `Argument of type '"newsletter_sigup"' is not assignable to parameter of type '${oneOf(...STANDARD, "newsletter_signup")}'.`,
  ),
  wrong("no name", "standard.track()", "Expected at least 1 arguments, but got 0."),
  wrong("no properties where some are required", 'standard.track("add_to_cart")', "Expected 2 arguments, but got 1."),
  wrong("no properties of an own event", 'own.track("newsletter_signup")', "Expected 2 arguments, but got 1."),
  wrong(
    "properties in two objects",
    'standard.track("page_view", { page_type: "home" }, { title: "Home" })',
    "Expected 1-2 arguments, but got 3.",
  ),
  wrong(
    "a property that is missing",
    'standard.track("add_to_cart", { product })',
    "Argument of type '{ product: { id: string; name: string; price: number; }; }' is not assignable to parameter of type 'CartChange'.",
    "  Property 'quantity' is missing in type '{ product: { id: string; name: string; price: number; }; }' but required in type 'CartChange'.",
  ),
  wrong(
    "a property with a slip of the pen",
    'standard.track("add_to_cart", { product, quantiy: 2 })',
    "Object literal may only specify known properties, but 'quantiy' does not exist in type 'CartChange'. Did you mean to write 'quantity'?",
  ),
  wrong(
    "an unknown property",
    'standard.track("search", { query: "teapot", results: 3 })',
    "Object literal may only specify known properties, and 'results' does not exist in type 'Search'.",
  ),
  wrong(
    "an unknown property where none is required",
    'standard.track("page_view", { title: "Home" })',
    "Object literal may only specify known properties, and 'title' does not exist in type 'PageView'.",
  ),
  wrong(
    "a property in camelCase",
    'standard.track("purchase", { ...cart, orderId: "o-1" })',
    "Object literal may only specify known properties, but 'orderId' does not exist in type 'Order'. Did you mean to write 'order_id'?",
  ),
  wrong(
    "text instead of properties",
    'standard.track("search", "teapot")',
    "Argument of type 'string' is not assignable to parameter of type 'Search'.",
  ),
  wrong(
    "a number as text",
    'standard.track("add_to_cart", { product, quantity: "2" })',
    "Type 'string' is not assignable to type 'number'.",
  ),
  wrong(
    "an order without its id",
    'standard.track("purchase", cart)',
    "Argument of type '{ items: { id: string; quantity: number; }[]; value: number; currency: string; }' is not assignable to parameter of type 'Order'.",
    "  Property 'order_id' is missing in type '{ items: { id: string; quantity: number; }[]; value: number; currency: string; }' but required in type 'Order'.",
  ),
  wrong(
    "an amount without its currency",
    'standard.track("refund", { order_id: "o-1", value: 1 })',
    "Argument of type '{ order_id: string; value: number; }' is not assignable to parameter of type 'Refund'.",
    "  Property 'currency' is missing in type '{ order_id: string; value: number; }' but required in type 'Refund'.",
  ),
  wrong(
    "an amount as text",
    'standard.track("purchase", { ...cart, order_id: "o-1", value: "39.90" })',
    "Type 'string' is not assignable to type 'number'.",
  ),
  wrong(
    "a price as text",
    'standard.track("product_view", { product: { id: "42", price: "39.90" } })',
    "Type 'string' is not assignable to type 'number'.",
  ),
  wrong(
    "a number as a product's id",
    'standard.track("product_view", { product: { id: 42 } })',
    "Type 'number' is not assignable to type 'string'.",
  ),
  wrong(
    "a product without its id",
    'standard.track("product_view", { product: { name: "Teapot" } })',
    "Property 'id' is missing in type '{ name: string; }' but required in type 'Product'.",
  ),
  wrong(
    "a product by the names of the wire",
    'standard.track("product_view", { product: { id: "42", discount_price: 1 } })',
    "Object literal may only specify known properties, but 'discount_price' does not exist in type 'Product'. Did you mean to write 'discountPrice'?",
  ),
  wrong(
    "the product in the place of the properties",
    'standard.track("product_view", product)',
    "Type '{ id: string; name: string; price: number; }' has no properties in common with type 'ProductView'.",
  ),
  wrong(
    "an unknown property of an item",
    'standard.track("product_list_view", { list: "a", items: [{ id: "42", qty: 1 }] })',
    "Object literal may only specify known properties, and 'qty' does not exist in type 'Item'.",
  ),
  wrong(
    "an item without its id",
    'standard.track("cart_view", { items: [{ quantity: 1 }], value: 1, currency: "EUR" })',
    "Property 'id' is missing in type '{ quantity: number; }' but required in type 'Item'.",
  ),
  wrong(
    "one item without a list",
    'standard.track("product_list_view", { list: "a", items: { id: "42" } })',
    "Object literal may only specify known properties, and 'id' does not exist in type 'readonly Item[]'.",
  ),
  wrong(
    "a step by its name",
    'standard.track("checkout_step", { step: "shipping" })',
    "Type 'string' is not assignable to type 'number'.",
  ),
  wrong(
    "a word that is not one of the list",
    'standard.track("logout", { reason: "bored" })',
    `Type '"bored"' is not assignable to type '"expired" | "visitor" | undefined'.`,
  ),
  wrong(
    "a word that is not one of an own list",
    'own.track("newsletter_signup", { plan: "gold" })',
    `Type '"gold"' is not assignable to type '"free" | "pro"'.`,
  ),
  wrong(
    "undefined for the end of a product",
    "standard.setProduct(undefined)",
    "Argument of type 'undefined' is not assignable to parameter of type 'Product | null'.",
  ),
  wrong(
    "a slip of the pen in a product",
    'standard.setProduct({ id: "42", prise: 1 })',
    "Object literal may only specify known properties, but 'prise' does not exist in type 'Product'. Did you mean to write 'price'?",
  ),
  wrong(
    "a slip of the pen in an option",
    'createTracker({ endpoit: "https://ingest.example" })',
    "Object literal may only specify known properties, but 'endpoit' does not exist in type 'TrackerOptions'. Did you mean to write 'endpoint'?",
  ),
  wrong(
    "a user by the names of the wire",
    'standard.identify({ user_id: "u-1" })',
    "Object literal may only specify known properties, but 'user_id' does not exist in type 'User'. Did you mean to write 'userId'?",
  ),
  wrong(
    "a list as text",
    'createTracker({ urlParameters: "q" })',
    "Type 'string' is not assignable to type 'readonly string[]'.",
  ),
  wrong(
    "a time as text",
    'createTracker({ flushIntervalMs: "1s" })',
    "Type 'string' is not assignable to type 'number'.",
  ),
  wrong(
    "own events whose properties are no object",
    "createTracker<{ vote: number }>()",
    "Type '{ vote: number; }' does not satisfy the constraint 'EventMap<{ vote: number; }>'.",
    "  Types of property 'vote' are incompatible.",
    "    Type 'number' is not assignable to type 'object'.",
  ),
];
