/** The thank-you page's script: shows the order's id. The checkout page has tracked the purchase. */
import { find } from "../../../web/find.ts";
import { readOrderId } from "./cart-storage.ts";
import { tracker } from "./tracking.ts";

export function startThankYouPage(): void {
  tracker.track("page_view", { page_type: "thank_you" });
  find("#order-id", HTMLElement).textContent = readOrderId() ?? "";
}
