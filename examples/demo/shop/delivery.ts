/** How an order can travel and be paid. */

export interface DeliveryChoice {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly price: number;
}

export const STANDARD: DeliveryChoice = { id: "standard", name: "Standard", line: "In four days", price: 0 };

export const DELIVERIES: readonly DeliveryChoice[] = [
  STANDARD,
  { id: "express", name: "Express", line: "Tomorrow before noon", price: 9.5 },
];

export const PAYMENTS: readonly Omit<DeliveryChoice, "price">[] = [
  { id: "card", name: "Card", line: "None is asked for" },
  { id: "invoice", name: "Invoice", line: "None will come" },
];

export function findDelivery(id: string): DeliveryChoice {
  return DELIVERIES.find((choice) => choice.id === id) ?? STANDARD;
}
