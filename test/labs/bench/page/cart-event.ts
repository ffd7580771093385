/** The event that all contenders are given: one product is put into the cart. */
import type { CartEvent } from "./contender.ts";

/** Returns objects of its own each time, since a tracker may keep or change what it gets. */
export function buildCartEvent(): CartEvent {
  return {
    product: {
      id: "mug-0042",
      name: "Morning mug, speckled white",
      category: "Kitchen/Mugs",
      brand: "Slow Hours",
      price: 24.5,
      discountPrice: 19.9,
      urlPath: "/products/morning-mug",
    },
    quantity: 2,
  };
}
