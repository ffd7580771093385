/** The account's page: signs a made-up customer in and out, and tells of both. */
import { find } from "../../../web/find.ts";
import { findCustomer } from "../customers.ts";
import { showAccountLink } from "./account-link.ts";
import { readUsername } from "./account-storage.ts";
import { getCurrentUser, signIn, signOut } from "./account.ts";
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
  // The tracker asked the same when it heard of the sign-in, so it has its answer first, and the event its user.
  await getCurrentUser();
  tracker.track("login", { method: "cognito" });
  showAll();
}

async function leave(): Promise<void> {
  // Before the sign-out: the event still belongs to who leaves.
  tracker.track("logout", { reason: "visitor" });
  await signOut();
  showAll();
}

function showAll(): void {
  showAccount();
  showAccountLink();
}
