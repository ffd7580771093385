/** The events of a shop and the product they are about. Types only: they cost no byte in the page. */

/** A product as the page knows it. It becomes the `context_product_*` fields of an event. */
export interface Product {
  /** The shop's own id of the product: a SKU, a number. */
  readonly id: string;
  /** What the visitor reads. */
  readonly name?: string;
  /** Where the shop sorts it. */
  readonly category?: string;
  /** Who makes it. */
  readonly brand?: string;
  /** In the shop's currency, as a decimal number: `19.99`. */
  readonly price?: number;
  /** What the visitor pays when the product is reduced; below `price`. */
  readonly discountPrice?: number;
  /** Path of the product's page: `/products/42`. */
  readonly urlPath?: string;
}

/** One line of a cart or an order, as it is stored in `properties.items`. */
export interface LineItem {
  /** The product's id. */
  readonly id: string;
  /** The product's name. */
  readonly name?: string;
  /** What one piece costs the visitor, in the shop's currency. */
  readonly price?: number;
  /** Pieces. */
  readonly quantity: number;
}

/** What goes with an event that is about one product. Without it, the product of `setProduct()` is used. */
export interface AboutProduct {
  /** The product. It is stored in the `context_product_*` fields, not in `properties`. */
  readonly product?: Product;
}

/** How many of the product. */
export interface Quantity {
  /** Pieces. */
  readonly quantity: number;
}

/** A cart or an order. */
export interface Basket {
  /** One line for each product. */
  readonly items: readonly LineItem[];
  /** What the items cost together. */
  readonly value: number;
  /** ISO 4217: `EUR`. */
  readonly currency: string;
}

/**
 * The events that most shops track: each name with its properties.
 *
 * Your own events are one interface away:
 * ```ts
 * interface ShopEvents extends StandardEvents { newsletter_signup: { plan: "free" | "pro" } }
 * const tracker = createTracker<ShopEvents>({ endpoint });
 * ```
 */
export interface StandardEvents {
  /** A page came into view. */
  page_view: object;
  /** A list of products came into view: a category, a search result. */
  product_list_view: {
    /** Names the list. */
    readonly list: string;
  };
  /** A product's page came into view. */
  product_view: AboutProduct;
  /** The visitor put a product into the cart. */
  add_to_cart: AboutProduct & Quantity;
  /** The visitor took a product out of the cart. */
  remove_from_cart: AboutProduct & Quantity;
  /** The cart came into view. */
  cart_view: Basket;
  /** The visitor began to check out. */
  checkout_start: Basket;
  /** The order is placed. */
  purchase: Basket & {
    /** The shop's own id of the order. */
    readonly order_id: string;
  };
  /** The visitor searched the shop. */
  search: {
    /** What the visitor looked for. */
    readonly query: string;
  };
}
