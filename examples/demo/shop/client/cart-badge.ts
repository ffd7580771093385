/** The number of pieces beside the word "Cart". */
import { find } from "../../../web/find.ts";
import { countPieces } from "../cart.ts";
import { readCart } from "./cart-storage.ts";

export function showCartBadge(): void {
  find("#cart-count", HTMLElement).textContent = String(countPieces(readCart()));
}
