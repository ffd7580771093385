/** The checkout page in two steps: address, then delivery and payment. */
import { html, type Html } from "../../../web/html.ts";
import { DELIVERIES, PAYMENTS, type DeliveryChoice } from "../model/checkout-choices.ts";
import { formatMoney } from "../model/money.ts";
import type { Page } from "./layout.ts";

export function checkoutPage(): Page {
  const content = html`
    <section class="section checkout">
      <div>
        <h1>Checkout</h1>
        <p class="lead">A demo: no order is placed, and what you type never leaves this page.</p>
        <!-- "post", so that what is typed is never part of a URL, even if the script does not run. -->
        <form class="form" id="address-form" method="post" action="/checkout">
          <p class="overline">1 of 2 · Address</p>
          ${field({ id: "name", label: "Full name", autocomplete: "name" })}
          ${field({ id: "email", label: "E-mail", autocomplete: "email", type: "email" })}
          ${field({ id: "street", label: "Street and number", autocomplete: "street-address" })}
          <div class="form-row">
            ${field({ id: "postcode", label: "Postcode", autocomplete: "postal-code" })}
            ${field({ id: "city", label: "City", autocomplete: "address-level2" })}
          </div>
          <button class="button wide" id="to-payment">Continue</button>
        </form>
        <form class="form" id="payment-form" method="post" action="/checkout" hidden>
          <p class="overline">2 of 2 · Delivery and payment</p>
          <fieldset class="choices">
            <legend>Delivery</legend>
            ${DELIVERIES.map((choice, index) => option("delivery", choice, index === 0))}
          </fieldset>
          <fieldset class="choices">
            <legend>Payment</legend>
            ${PAYMENTS.map((choice, index) => option("payment", choice, index === 0))}
          </fieldset>
          <button class="button wide" id="place-order">Place order</button>
          <button class="quiet-link" type="button" id="to-address">Back to the address</button>
        </form>
      </div>
      <aside class="summary" aria-label="Your order">
        <h2>Your order</h2>
        <ul class="summary-lines" id="summary-lines"></ul>
        <p class="summary-delivery"><span>Delivery</span> <span id="summary-delivery"></span></p>
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

type Choice = Omit<DeliveryChoice, "price"> & { readonly price?: number };

function option(group: string, { id, name, tagline, price }: Choice, isChosen: boolean): Html {
  const radio = isChosen
    ? html`<input type="radio" name="${group}" value="${id}" checked />`
    : html`<input type="radio" name="${group}" value="${id}" />`;
  return html`<label class="choice" id="${group}-${id}">
    ${radio}
    <span class="choice-name">${name}</span>
    <span class="choice-line">${tagline}</span>
    <span>${price === undefined ? undefined : price === 0 ? "Free" : formatMoney(price)}</span>
  </label>`;
}
