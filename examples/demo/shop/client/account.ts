/**
 * Stands in for Cognito on a laptop, in the shape of Amplify Auth v6. A shop on AWS has these four from Amplify:
 * `import { getCurrentUser, signIn, signOut } from "aws-amplify/auth"; import { Hub } from "aws-amplify/utils";`
 */
import type { AmplifyHub, AmplifyUser } from "clickstream-js/amplify";
import { findCustomer, type Customer } from "../customers.ts";
import { onUsername, readUsername, removeUsername, writeUsername } from "./account-storage.ts";

type Listener = Parameters<AmplifyHub["listen"]>[1];

const listeners = new Set<Listener>();

export const Hub: AmplifyHub = {
  listen(_channel, listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

export function getCurrentUser(): Promise<AmplifyUser & Pick<Customer, "username">> {
  const customer = findCustomer(readUsername());
  return customer ? Promise.resolve(customer) : Promise.reject(new Error("UserUnAuthenticatedException"));
}

export function signIn({ username }: Pick<Customer, "username">): Promise<void> {
  writeUsername(username);
  tell("signedIn");
  return Promise.resolve();
}

export function signOut(): Promise<void> {
  removeUsername();
  tell("signedOut");
  return Promise.resolve();
}

// As Amplify does: what happens in another tab is told here as well.
onUsername((username) => tell(username === null ? "signedOut" : "signedIn"));

function tell(event: string): void {
  for (const listener of listeners) listener({ payload: { event } });
}
