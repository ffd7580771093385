/** Stands in for Amazon Cognito on a laptop, with the API of Amplify Auth v6. */
import type { AmplifyHub, AmplifyUser } from "clickstream-js/amplify";
import { findCustomer, type Customer } from "../model/customers.ts";
import { onUsername, readUsername, removeUsername, writeUsername } from "./account-storage.ts";

// A shop on AWS imports these four from Amplify instead:
// import { getCurrentUser, signIn, signOut } from "aws-amplify/auth";
// import { Hub } from "aws-amplify/utils";

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
  dispatch("signedIn");
  return Promise.resolve();
}

export function signOut(): Promise<void> {
  removeUsername();
  dispatch("signedOut");
  return Promise.resolve();
}

// As Amplify does, it also reports a sign-in or sign-out of another tab.
onUsername((username) => dispatch(username === null ? "signedOut" : "signedIn"));

function dispatch(event: string): void {
  for (const listener of listeners) listener({ payload: { event } });
}
