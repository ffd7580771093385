/** What a contender gives the page: a way to make its tracker. Types only. */
import type { Product } from "../../../../src/index.ts";

/** The event that all contenders are given. */
export interface CartEvent {
  readonly product: Required<Product>;
  readonly quantity: number;
}

export type Track = (event: CartEvent) => void;

/** Makes a tracker that sends to `endpoint`, an origin and a path. */
export type Create = (endpoint: string) => Track;
