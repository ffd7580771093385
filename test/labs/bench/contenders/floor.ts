/** What every tracker that keeps events has to do: write the event as JSON, with where the visitor is, into the storage. */
import type { Create } from "../page/contender.ts";

export const create: Create = () => {
  const keys: string[] = [];
  return ({ product, quantity }) => {
    const key = `floor:${keys.length}`;
    keys.push(key);
    localStorage.setItem(
      key,
      JSON.stringify({
        event_id: "01a20c91-a000-7001-830f-2da36dcffb56",
        event_name: "add_to_cart",
        event_timestamp: "2026-11-24T08:00:00.000Z",
        client_id: "V1StGXR8_Z5jdHi6B-myT",
        session_id: "k2Q7mF3xT9pLr0sWv5Yzb",
        session_number: 1,
        is_first_visit: true,
        page_url: location.href,
        page_path: location.pathname,
        page_title: document.title,
        page_referrer: document.referrer,
        page_load_id: "n8Hc4JdXq6RtUe1Ka3Vwo",
        event_seq: keys.length,
        context_product_id: product.id,
        context_product_name: product.name,
        context_product_category: product.category,
        context_product_brand: product.brand,
        context_product_price: product.price,
        context_product_discount_price: product.discountPrice,
        context_product_url_path: product.urlPath,
        properties: { quantity },
      }),
    );
  };
};
