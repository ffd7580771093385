/** The events of a shop and the products they are about. Types only: they cost no byte in the page. */

/**
 * Counts from 1.
 *
 * @asType integer
 * @minimum 1
 */
export type Ordinal = number;

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
  /** What one piece costs, as a decimal number in the shop's currency: `19.99`. */
  readonly price?: number;
  /** What the visitor pays when the product is reduced; below `price`. */
  readonly discountPrice?: number;
  /** Path of the product's page: `/products/42`. */
  readonly urlPath?: string;
}

/** A product in a list, a cart or an order. It is stored in `properties.items` by the names of the product context. */
export interface LineItem extends Product {
  /**
   * Pieces.
   *
   * @exclusiveMinimum 0
   */
  readonly quantity?: number;
  /** Place in the list, from 1. */
  readonly position?: Ordinal;
}

/** What goes with an event that is about one product. Without it, the product of `setProduct()` is used. */
export interface AboutProduct {
  /** The product. It is stored in the `context_product_*` fields, not in `properties`. */
  readonly product?: Product;
}

/** An amount of money. */
export interface Money {
  /** The amount, as a decimal number: `39.9`. Of a cart or an order what the items cost together, without shipping. */
  readonly value: number;
  /**
   * ISO 4217: `EUR`.
   *
   * @pattern `^[A-Z]{3}$`
   */
  readonly currency: string;
}

/** What an order costs besides its items. */
export interface Charges {
  /**
   * The tax on the order, in `currency`.
   *
   * @minimum 0
   */
  readonly tax?: number;
  /**
   * What the delivery costs, in `currency`.
   *
   * @minimum 0
   */
  readonly shipping?: number;
}

/** A page came into view. */
export interface PageView {
  /** The kind of page: `home`, `category`, `product`, `checkout`. URL, path and title are in fields of their own. */
  readonly page_type?: string;
}

/** A list of products came into view. */
export interface ProductListView {
  /** Names the list: a category, `search`, `recommended`. */
  readonly list: string;
  /** The products in it, in their order. */
  readonly items?: readonly LineItem[];
}

/** One product came into view. */
export interface ProductView extends AboutProduct, Partial<Money> {}

/** Pieces of one product went into the cart, or out of it. */
export interface CartChange extends AboutProduct, Partial<Money> {
  /**
   * How many pieces, always positive.
   *
   * @exclusiveMinimum 0
   */
  readonly quantity: number;
}

/** What is in a cart or an order. */
export interface Basket extends Money {
  /** One for each product. */
  readonly items: readonly LineItem[];
  /** The code that makes it cheaper. */
  readonly coupon?: string;
}

/** A step of the checkout is done. */
export interface CheckoutStep extends Partial<Basket> {
  /** Which one, from 1. */
  readonly step: Ordinal;
  /** Names it: `address`, `shipping`, `payment`. */
  readonly step_name?: string;
  /** How the order travels, once the visitor has chosen: `express`. */
  readonly shipping_method?: string;
  /** How it is paid, once the visitor has chosen: `card`, `invoice`. */
  readonly payment_method?: string;
}

/** An order was placed. */
export interface Purchase extends Basket, Charges {
  /** The shop's own id of the order. */
  readonly order_id: string;
}

/** Money of an order goes back. */
export interface Refund extends Money, Charges {
  /** The id of the order, as in `purchase`. */
  readonly order_id: string;
  /** What was refunded; absent for the whole order. */
  readonly items?: readonly LineItem[];
}

/** The shop was searched. */
export interface Search {
  /** What the visitor looked for. */
  readonly query: string;
}

/** An account was made or used. Who it is says `identify()`. */
export interface Access {
  /** How: `password`, `google`, `cognito`. */
  readonly method?: string;
}

/** An account was left. */
export interface Logout {
  /** What ended it: `visitor` or `expired`. */
  readonly reason?: "visitor" | "expired";
}

/**
 * The events that most shops track: each name with its properties.
 *
 * Your own events are one interface away: `interface ShopEvents extends StandardEvents { newsletter_signup: { plan:
 * "free" | "pro" } }`, and then `createTracker<ShopEvents>({ endpoint })`.
 */
export interface StandardEvents {
  /** A page came into view. */
  page_view: PageView;
  /** A list of products came into view: a category, a search result. */
  product_list_view: ProductListView;
  /** A product's page came into view. */
  product_view: ProductView;
  /** The visitor put a product into the cart. */
  add_to_cart: CartChange;
  /** The visitor took a product out of the cart. */
  remove_from_cart: CartChange;
  /** The cart came into view. */
  cart_view: Basket;
  /** The visitor began to check out. */
  checkout_start: Basket;
  /** The visitor finished a step of the checkout. */
  checkout_step: CheckoutStep;
  /** The order is placed. */
  purchase: Purchase;
  /** An order was refunded, in whole or in part. */
  refund: Refund;
  /** The visitor searched the shop. */
  search: Search;
  /** The visitor made an account. */
  sign_up: Access;
  /** The visitor logged in. */
  login: Access;
  /** The visitor logged out. */
  logout: Logout;
}
