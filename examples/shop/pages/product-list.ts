/** All products, or those of one shelf. */
import { html } from "../../html.ts";
import { COLLECTIONS, PRODUCTS, type Collection } from "../catalogue.ts";
import type { Page } from "./layout.ts";
import { productCard } from "./product-card.ts";

export function productListPage(collection?: Collection): Page {
  const products = PRODUCTS.filter(({ category }) => !collection || category === collection.id);
  const title = collection?.name ?? "All pieces";
  const content = html`
    <section class="section">
      <div class="list-head">
        <h1>${title}</h1>
        <p class="lead">${collection?.line ?? "Everything that came out of the kiln in one piece"}</p>
      </div>
      <nav class="chips" aria-label="Collections">
        <a class="chip" href="/products" aria-current="${collection ? "false" : "page"}">All</a>
        ${COLLECTIONS.map(
          ({ id, name }) =>
            html`<a class="chip" href="/collections/${id}" aria-current="${id === collection?.id ? "page" : "false"}">
              ${name}
            </a>`,
        )}
      </nav>
      <div class="grid">${products.map(productCard)}</div>
    </section>
  `;
  return { kind: "list", title, content, subject: collection?.id ?? "all" };
}
