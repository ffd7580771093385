/** The page after a purchase. */
import { html } from "../../../web/html.ts";
import type { Page } from "./layout.ts";

export function thankYouPage(): Page {
  const content = html`
    <section class="section narrow centered">
      <img class="thanks-picture" src="/public/pictures/bud-vase.svg" alt="" width="400" height="400" />
      <h1>Thank you.</h1>
      <p class="lead">Your order <strong id="order-id"></strong> is on its way to nowhere: this is a demo.</p>
      <p class="actions">
        <a class="quiet-link" href="/">Back to the shop</a>
        <a class="button" href="/live" target="clickstream-live" rel="noopener">See what you left behind</a>
      </p>
    </section>
  `;
  return { kind: "thank-you", title: "Thank you", content };
}
