/** The page of one product. */
import { html } from "../../../web/html.ts";
import { COLLECTIONS, PRODUCTS, type ShopProduct } from "../model/catalogue.ts";
import type { Page } from "./layout.ts";
import { priceTag, productCard } from "./product-card.ts";

export function productPage(product: ShopProduct): Page {
  const collection = COLLECTIONS.find(({ id }) => id === product.category);
  const others = PRODUCTS.filter(({ id, category }) => category === product.category && id !== product.id);
  const content = html`
    <section class="product">
      <img class="product-picture" src="/public/pictures/${product.id}.svg" alt="" width="400" height="400" />
      <div class="product-words">
        <p class="overline"><a href="/collections/${product.category}">${collection?.name}</a> · ${product.brand}</p>
        <h1>${product.name}</h1>
        <p class="product-price">${priceTag(product)}</p>
        <p class="lead">${product.description}</p>
        <ul class="facts">
          ${product.facts.map((fact) => html`<li>${fact}</li>`)}
        </ul>
        <form class="buy" id="buy-form">
          <label class="field">
            <span>Quantity</span>
            <select id="quantity">
              ${[1, 2, 3, 4].map((quantity) => html`<option>${quantity}</option>`)}
            </select>
          </label>
          <button class="button" id="add-to-cart">Add to cart</button>
        </form>
        <p class="added" id="added" role="status"></p>
      </div>
    </section>

    <section class="section">
      <h2>From the same collection</h2>
      <div class="grid">${others.slice(0, 4).map(productCard)}</div>
    </section>
  `;
  return { kind: "product", title: product.name, content, subject: product.id };
}
