/** The events of a shop and the products that they are about. Types only: they cost no byte in the page. */

/** A product as the page knows it. It becomes the `context_product_*` fields of an event. */
export interface Product {
  /** The shop's own id of the product: a SKU, a number. */
  readonly id: string;
  /** The name that the visitor reads. */
  readonly name?: string;
  /** The category in the shop. */
  readonly category?: string;
  /** The maker. */
  readonly brand?: string;
  /** The price of one piece, as a decimal number in the shop's currency: `19.99`. */
  readonly price?: number;
  /** The reduced price of one piece, if there is one. It is below `price`. */
  readonly discountPrice?: number;
  /** The path of the product's page: `/products/42`. */
  readonly urlPath?: string;
}

/** A product in a list, a cart or an order. It is stored in `properties.items` by the names of the product context. */
export interface Item extends Product {
  /**
   * How many pieces.
   *
   * @exclusiveMinimum 0
   */
  readonly quantity?: number;
  /**
   * The place in the list, from 1.
   *
   * @asType integer
   * @minimum 1
   */
  readonly position?: number;
}

/** An event about one product. Without `product`, the one of `setProduct()` is used. */
interface ProductEvent {
  /** The product. It is stored in the `context_product_*` fields, not in `properties`. */
  readonly product?: Product;
}

/** An amount of money. */
interface Money {
  /** The amount, as a decimal number: `39.9`. For a cart or an order: the sum of its items, without shipping. */
  readonly value: number;
  /**
   * The currency, by ISO 4217: `EUR`.
   *
   * @pattern `^[A-Z]{3}$`
   */
  readonly currency: string;
}

/** What an order costs besides its items. */
interface ExtraCosts {
  /**
   * The tax on the order, in `currency`.
   *
   * @minimum 0
   */
  readonly tax?: number;
  /**
   * The price of the delivery, in `currency`.
   *
   * @minimum 0
   */
  readonly shipping?: number;
}

/** A page came into view. */
interface PageView {
  /** The kind of page: `home`, `category`, `product`, `checkout`. URL, path and title are in fields of their own. */
  readonly page_type?: string;
}

/** A list of products came into view. */
interface ProductListView {
  /** The name of the list: a category, `search`, `recommended`. */
  readonly list: string;
  /** The products in it, in their order. */
  readonly items?: readonly Item[];
}

/** One product came into view. */
interface ProductView extends ProductEvent, Partial<Money> {}

/** Pieces of one product went into the cart, or out of it. */
interface CartChange extends ProductEvent, Partial<Money> {
  /**
   * How many pieces, always positive.
   *
   * @exclusiveMinimum 0
   */
  readonly quantity: number;
}

/** A cart and what is in it. */
export interface Cart extends Money {
  /** One for each product. */
  readonly items: readonly Item[];
  /** The code of a discount. */
  readonly coupon?: string;
}

/** A step of the checkout is done. */
export interface CheckoutStep extends Partial<Cart> {
  /**
   * The number of the step, from 1.
   *
   * @asType integer
   * @minimum 1
   */
  readonly step: number;
  /** The name of the step: `address`, `shipping`, `payment`. */
  readonly step_name?: string;
  /** The way of delivery, once the visitor has chosen one: `express`. */
  readonly shipping_method?: string;
  /** The way of payment, once the visitor has chosen one: `card`, `invoice`. */
  readonly payment_method?: string;
}

/** An order that was placed. */
export interface Order extends Cart, ExtraCosts {
  /** The shop's own id of the order. */
  readonly order_id: string;
}

/** Money of an order was paid back. */
export interface Refund extends Money, ExtraCosts {
  /** The id of the order, as in `purchase`. */
  readonly order_id: string;
  /** What was refunded. Absent for the whole order. */
  readonly items?: readonly Item[];
}

/** The shop was searched. */
interface Search {
  /** What the visitor searched for. */
  readonly query: string;
}

/** An account was made or used. `identify()` sets whose it is. */
interface Login {
  /** The way of login: `password`, `google`, `cognito`. */
  readonly method?: string;
}

/** A visitor logged out. */
interface Logout {
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
  cart_view: Cart;
  /** The visitor began to check out. */
  checkout_start: Cart;
  /** The visitor finished a step of the checkout. */
  checkout_step: CheckoutStep;
  /** The order is placed. */
  purchase: Order;
  /** An order was refunded, in whole or in part. */
  refund: Refund;
  /** The visitor searched the shop. */
  search: Search;
  /** The visitor made an account. */
  sign_up: Login;
  /** The visitor logged in. */
  login: Login;
  /** The visitor logged out. */
  logout: Logout;
}
