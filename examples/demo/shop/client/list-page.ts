/** The script of product lists and search results: tracks which list the visitor sees, and its products. */
import { findProduct, toItem } from "../model/catalogue.ts";
import { tracker } from "./tracking.ts";

export function startListPage(list: string): void {
  tracker.track("page_view", { page_type: list === "search" ? "search" : "category" });
  const query = new URLSearchParams(location.search).get("q");
  if (query !== null) tracker.track("search", { query });

  const cards = [...document.querySelectorAll<HTMLElement>("main [data-product-id]")];
  const products = cards.map((card) => findProduct(card.dataset["productId"] ?? ""));
  const items = products.flatMap((product, index) => (product ? [toItem(product, { position: index + 1 })] : []));
  tracker.track("product_list_view", { list, items });
}
