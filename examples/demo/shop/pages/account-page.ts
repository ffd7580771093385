/** The account page: who is signed in, or the customers to sign in as. */
import { html, type Html } from "../../../web/html.ts";
import { CUSTOMERS, type Customer } from "../model/customers.ts";
import type { Page } from "./layout.ts";

export function accountPage(): Page {
  const content = html`
    <section class="section narrow">
      <div id="signed-out" hidden>
        <h1>Who are you today?</h1>
        <p class="lead account-lead">
          A demo: there are no passwords. The sign-in stands in for Amazon Cognito, and the tracker follows it.
        </p>
        <ul class="customers">
          ${CUSTOMERS.map(customerCard)}
        </ul>
      </div>
      <div id="signed-in" hidden>
        <p class="overline">Signed in</p>
        <h1 id="account-name"></h1>
        <p class="lead account-lead">
          Your events carry this <code>user_id</code> from now on, in all tabs, until you sign out.
        </p>
        <p class="account-id"><code id="account-id"></code></p>
        <p class="actions">
          <a class="button" href="/products">Look around</a>
          <button class="quiet-link" id="sign-out">Sign out</button>
        </p>
      </div>
    </section>
  `;
  return { kind: "account", title: "Your account", content };
}

function customerCard({ username, name, tagline }: Customer): Html {
  return html`<li>
    <button class="customer" data-username="${username}">
      <span class="customer-initial" aria-hidden="true">${name.slice(0, 1)}</span>
      <span class="customer-name">${name}</span>
      <span class="customer-line">${tagline}</span>
    </button>
  </li>`;
}
