/** The pages that list products: all, those of a collection, or search results. */
import { html, type Html } from "../../../web/html.ts";
import { COLLECTIONS, PRODUCTS, searchProducts, type Collection, type ShopProduct } from "../model/catalogue.ts";
import type { Page } from "./layout.ts";
import { productCard } from "./product-card.ts";

interface List {
  /** The list's name in events. */
  readonly id: string;
  readonly title: string;
  readonly tagline: string;
  readonly products: readonly ShopProduct[];
  /** What was searched for. */
  readonly query?: string;
}

export function productListPage(collection?: Collection): Page {
  return listPage({
    id: collection?.id ?? "all",
    title: collection?.name ?? "All pieces",
    tagline: collection?.tagline ?? "Everything that came out of the kiln in one piece",
    products: PRODUCTS.filter(({ category }) => !collection || category === collection.id),
  });
}

export function searchPage(query: string): Page {
  const products = searchProducts(query);
  const pieces = products.length === 1 ? "1 piece" : `${String(products.length)} pieces`;
  return listPage({
    id: "search",
    title: `“${query}”`,
    tagline: products.length > 0 ? `${pieces} found` : "Nothing found. The kiln is full of other things",
    products,
    query,
  });
}

function listPage({ id, title, tagline, products, query }: List): Page {
  const content = html`
    <section class="section">
      <div class="list-head">
        <h1>${title}</h1>
        <p class="lead">${tagline}</p>
      </div>
      <div class="list-tools">
        <nav class="chips" aria-label="Collections">
          ${chip("all", "All", "/products", id)}
          ${COLLECTIONS.map((each) => chip(each.id, each.name, `/collections/${each.id}`, id))}
        </nav>
        <form class="search" action="/search" role="search">
          <input
            id="search"
            name="q"
            type="search"
            value="${query}"
            placeholder="Search the shop"
            aria-label="Search the shop"
            required
          />
        </form>
      </div>
      <div class="grid">${products.map(productCard)}</div>
    </section>
  `;
  return { kind: "list", title, content, subject: id };
}

function chip(id: string, name: string, path: string, current: string): Html {
  return html`<a class="chip" href="${path}" aria-current="${id === current ? "page" : "false"}">${name}</a>`;
}
