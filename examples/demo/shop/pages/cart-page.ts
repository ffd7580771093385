/** The cart page, with a template for its lines: the cart itself is in the visitor's browser. */
import { html } from "../../../web/html.ts";
import type { Page } from "./layout.ts";

export function cartPage(): Page {
  const content = html`
    <section class="section narrow">
      <h1>Your cart</h1>
      <p class="empty" id="cart-empty" hidden>
        Nothing in here yet.
        <a class="button" href="/products">Find something</a>
      </p>
      <div id="cart-full" hidden>
        <ul class="lines" id="cart-lines"></ul>
        <p class="total"><span>Total</span> <strong id="cart-total"></strong></p>
        <p class="actions">
          <a class="quiet-link" href="/products">Keep looking</a>
          <a class="button" href="/checkout" id="checkout-link">Check out</a>
        </p>
      </div>
      <template id="cart-line">
        <li class="line">
          <img class="line-picture" alt="" width="96" height="96" />
          <div class="line-words">
            <a class="line-name"></a>
            <span class="line-price"></span>
          </div>
          <div class="stepper">
            <button class="decrease" aria-label="One less">−</button>
            <span class="line-quantity"></span>
            <button class="increase" aria-label="One more">+</button>
          </div>
          <span class="line-total"></span>
          <button class="remove quiet-link">Remove</button>
        </li>
      </template>
    </section>
  `;
  return { kind: "cart", title: "Your cart", content };
}
