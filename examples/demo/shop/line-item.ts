/** A product as events tell it among others: all of a `Product`, and nothing of its page's words. Pure. */
import type { LineItem } from "clickstream-js";
import type { ShopProduct } from "./catalogue.ts";

export function toLineItem(product: ShopProduct, place: Pick<LineItem, "quantity" | "position">): LineItem {
  const { id, name, category, brand, price, discountPrice, urlPath } = product;
  return { id, name, category, brand, price, ...(discountPrice !== undefined && { discountPrice }), urlPath, ...place };
}
