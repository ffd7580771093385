/** The checkout: an address and the order button. What is typed here stays in the form. */
import { html, type Html } from "../../html.ts";
import type { Page } from "./layout.ts";

export function checkoutPage(): Page {
  const content = html`
    <section class="section checkout">
      <div>
        <h1>Checkout</h1>
        <p class="lead">A demo: no order is placed, and what you type never leaves this page.</p>
        <!-- "post", so that nothing typed can end up in an address if the script does not run. -->
        <form class="form" id="checkout-form" method="post" action="/checkout">
          ${field({ id: "name", label: "Full name", autocomplete: "name" })}
          ${field({ id: "email", label: "E-mail", autocomplete: "email", type: "email" })}
          ${field({ id: "street", label: "Street and number", autocomplete: "street-address" })}
          <div class="form-row">
            ${field({ id: "postcode", label: "Postcode", autocomplete: "postal-code" })}
            ${field({ id: "city", label: "City", autocomplete: "address-level2" })}
          </div>
          <button class="button wide" id="place-order">Place order</button>
        </form>
      </div>
      <aside class="summary" aria-label="Your order">
        <h2>Your order</h2>
        <ul class="summary-lines" id="summary-lines"></ul>
        <p class="total"><span>Total</span> <strong id="summary-total"></strong></p>
      </aside>
    </section>
  `;
  return { kind: "checkout", title: "Checkout", content };
}

interface Field {
  readonly id: string;
  readonly label: string;
  readonly autocomplete: string;
  readonly type?: string;
}

function field({ id, label, autocomplete, type = "text" }: Field): Html {
  return html`<label class="field">
    <span>${label}</span>
    <input id="${id}" name="${id}" type="${type}" autocomplete="${autocomplete}" required />
  </label>`;
}
