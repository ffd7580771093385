/** The account page's script: signs a made-up customer in and out, and tracks both. */
import { find } from "../../../web/find.ts";
import { findCustomer } from "../model/customers.ts";
import { readUsername } from "./account-storage.ts";
import { getCurrentUser, signIn, signOut } from "./account.ts";
import { showHeader } from "./header.ts";
import { tracker } from "./tracking.ts";

export function startAccountPage(): void {
  tracker.track("page_view", { page_type: "account" });
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-username]")) {
    button.addEventListener("click", () => void enter(button.dataset["username"] ?? ""));
  }
  find("#sign-out", HTMLButtonElement).addEventListener("click", () => void leave());
  showAccount();
}

export function showAccount(): void {
  const customer = findCustomer(readUsername());
  find("#signed-in", HTMLElement).hidden = customer === undefined;
  find("#signed-out", HTMLElement).hidden = customer !== undefined;
  find("#account-name", HTMLElement).textContent = customer?.name ?? "";
  find("#account-id", HTMLElement).textContent = customer?.userId ?? "";
}

async function enter(username: string): Promise<void> {
  await signIn({ username });
  // The tracker called `getCurrentUser` at the sign-in, before this call, so it knows the user by now.
  await getCurrentUser();
  tracker.track("login", { method: "cognito" });
  showAll();
}

async function leave(): Promise<void> {
  // Before the sign-out, so that the event still has the user.
  tracker.track("logout", { reason: "visitor" });
  await signOut();
  showAll();
}

function showAll(): void {
  showAccount();
  showHeader();
}
