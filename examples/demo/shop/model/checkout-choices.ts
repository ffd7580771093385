/** The choices of the checkout: delivery and payment. */

export interface DeliveryChoice {
  readonly id: string;
  readonly name: string;
  readonly tagline: string;
  readonly price: number;
}

export const STANDARD: DeliveryChoice = { id: "standard", name: "Standard", tagline: "In four days", price: 0 };

export const DELIVERIES: readonly DeliveryChoice[] = [
  STANDARD,
  { id: "express", name: "Express", tagline: "Tomorrow before noon", price: 9.5 },
];

export const PAYMENTS: readonly Omit<DeliveryChoice, "price">[] = [
  { id: "card", name: "Card", tagline: "None is asked for" },
  { id: "invoice", name: "Invoice", tagline: "None will come" },
];

export function findDelivery(id: string): DeliveryChoice {
  return DELIVERIES.find((choice) => choice.id === id) ?? STANDARD;
}
