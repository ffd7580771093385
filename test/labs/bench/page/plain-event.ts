/** Puts into one flat event what the page knows: what a team writes by hand. */
import type { CartEvent } from "./contender.ts";

export function buildPlainEvent({ product, quantity }: CartEvent): object {
  return {
    event_name: "add_to_cart",
    page_url: location.href,
    page_path: location.pathname,
    page_title: document.title,
    page_referrer: document.referrer,
    context_product_id: product.id,
    context_product_name: product.name,
    context_product_category: product.category,
    context_product_brand: product.brand,
    context_product_price: product.price,
    context_product_discount_price: product.discountPrice,
    context_product_url_path: product.urlPath,
    properties: { quantity },
  };
}
