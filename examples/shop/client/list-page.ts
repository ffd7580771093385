/** A list of products: tells which one the visitor sees. */
import { tracker } from "./tracking.ts";

export function startListPage(list: string): void {
  tracker.track("page_view");
  tracker.track("product_list_view", { list });
}
