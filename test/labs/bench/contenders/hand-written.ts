/** What a team writes by hand: one `fetch` for each event, with the same fields, and nothing when it fails. */
import type { Create } from "../page/contender.ts";

export const create: Create = (endpoint) => {
  const client_id = crypto.randomUUID();
  const session_id = crypto.randomUUID();
  return ({ product, quantity }) => {
    const body = JSON.stringify({
      event_id: crypto.randomUUID(),
      event_name: "add_to_cart",
      event_timestamp: new Date().toISOString(),
      client_id,
      session_id,
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
    });
    fetch(`${endpoint}/clickstream`, {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body,
    }).catch(() => undefined);
  };
};
