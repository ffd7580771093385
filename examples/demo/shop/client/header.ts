/** Shows in the page's header who is signed in and how many pieces are in the cart. */
import { find } from "../../../web/find.ts";
import { countPieces } from "../model/cart.ts";
import { findCustomer } from "../model/customers.ts";
import { readUsername } from "./account-storage.ts";
import { readCart } from "./cart-storage.ts";

export function showHeader(): void {
  const customer = findCustomer(readUsername());
  find("#account-link", HTMLElement).textContent = customer?.name.split(" ")[0] ?? "Sign in";
  find("#cart-count", HTMLElement).textContent = String(countPieces(readCart()));
}
