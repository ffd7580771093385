/** The page for an unknown address. */
import { html } from "../../../web/html.ts";
import type { Page } from "./layout.ts";

export function notFoundPage(): Page {
  const content = html`
    <section class="section narrow centered">
      <h1>Broken in the kiln</h1>
      <p class="lead">There is nothing at this address.</p>
      <p class="actions centered"><a class="button" href="/products">See all pieces</a></p>
    </section>
  `;
  return { kind: "not-found", title: "Not found", content };
}
