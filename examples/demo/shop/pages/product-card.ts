/** A product in a list, and a product's price. */
import { html, type Html } from "../../../web/html.ts";
import type { ShopProduct } from "../model/catalogue.ts";
import { formatMoney } from "../model/money.ts";

export function productCard(product: ShopProduct): Html {
  return html`<a class="card" href="${product.urlPath}" data-product-id="${product.id}">
    <span class="card-picture">
      ${product.discountPrice === undefined ? undefined : html`<span class="flag">Reduced</span>`}
      <img src="/public/pictures/${product.id}.svg" alt="" width="400" height="400" loading="lazy" />
    </span>
    <span class="card-name">${product.name}</span>
    ${priceTag(product)}
  </a>`;
}

export function priceTag({ price, discountPrice }: ShopProduct): Html {
  if (discountPrice === undefined) return html`<span class="price">${formatMoney(price)}</span>`;
  return html`<span class="price">
    <ins><span class="unseen">Now </span>${formatMoney(discountPrice)}</ins>
    <del><span class="unseen">instead of </span>${formatMoney(price)}</del>
  </span>`;
}
