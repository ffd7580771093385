/** The thank-you page: shows which order it was. The purchase itself was tracked when it was placed. */
import { find } from "../../../web/find.ts";
import { readOrderId } from "./cart-storage.ts";
import { tracker } from "./tracking.ts";

export function startThankYouPage(): void {
  tracker.track("page_view", { page_type: "thank_you" });
  find("#order-id", HTMLElement).textContent = readOrderId() ?? "";
}
