/** The home page: a few favourites and the collections. */
import { html, type Html } from "../../../web/html.ts";
import { COLLECTIONS, PRODUCTS, type Collection } from "../model/catalogue.ts";
import type { Page } from "./layout.ts";
import { productCard } from "./product-card.ts";

const FAVOURITES: readonly string[] = ["morning-mug", "slow-teapot", "bud-vase", "espresso-pair"];

export function homePage(): Page {
  const content = html`
    <section class="hero">
      <div class="hero-words">
        <p class="overline">Autumn kiln, second firing</p>
        <h1>Made to be used<br />every single day.</h1>
        <p class="lead">
          Cups, bowls and light from one small studio. Thrown by hand, glazed twice, never too precious.
        </p>
        <p><a class="button" href="/products" id="shop-link">See all pieces</a></p>
      </div>
      <img class="hero-picture" src="/public/pictures/hero.svg" alt="" width="700" height="500" />
    </section>

    <section class="section">
      <div class="section-head">
        <h2>Favourites</h2>
        <a class="quiet-link" href="/products">All pieces</a>
      </div>
      <div class="grid">${PRODUCTS.filter(({ id }) => FAVOURITES.includes(id)).map(productCard)}</div>
    </section>

    <section class="section">
      <h2>Collections</h2>
      <div class="shelves">${COLLECTIONS.map(shelf)}</div>
    </section>
  `;
  return { kind: "home", title: "Everyday ceramics", content };
}

function shelf({ id, name, tagline }: Collection): Html {
  const last = PRODUCTS.findLast(({ category }) => category === id);
  return html`<a class="shelf" href="/collections/${id}">
    <img src="/public/pictures/${last?.id}.svg" alt="" width="400" height="400" loading="lazy" />
    <span class="shelf-name">${name}</span>
    <span class="shelf-line">${tagline}</span>
  </a>`;
}
