/** The made-up customers who can sign in, with user ids in Cognito's format. */

export interface Customer {
  readonly username: string;
  readonly name: string;
  readonly tagline: string;
  /** Cognito's `sub`. */
  readonly userId: string;
}

export const CUSTOMERS: readonly Customer[] = [
  {
    username: "mara",
    name: "Mara Lindqvist",
    tagline: "Collects jugs, never pours",
    userId: "c46864c8-50a1-70d2-7f0b-3c1d52a90e11",
  },
  {
    username: "tomas",
    name: "Tomás Ferreira",
    tagline: "Two espressos before noon",
    userId: "a4d8e4f8-a0b1-7062-9c35-81f0b7d64a22",
  },
  {
    username: "ines",
    name: "Ines Okafor",
    tagline: "Buys plates for eight, cooks for two",
    userId: "94280418-0031-70c2-5e6d-f2b94c07d833",
  },
];

export function findCustomer(username: string | null): Customer | undefined {
  return CUSTOMERS.find((customer) => customer.username === username);
}
