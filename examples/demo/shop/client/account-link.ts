/** The way to the account, with the first name of who is signed in. */
import { find } from "../../../web/find.ts";
import { findCustomer } from "../customers.ts";
import { readUsername } from "./account-storage.ts";

export function showAccountLink(): void {
  const customer = findCustomer(readUsername());
  find("#account-link", HTMLElement).textContent = customer?.name.split(" ")[0] ?? "Sign in";
}
