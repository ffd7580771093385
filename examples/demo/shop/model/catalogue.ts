/** The shop's products and collections. */
import type { Item, Product } from "clickstream-js";

/** A product with all that its page shows. The SDK reads only the fields of `Product`. */
export interface ShopProduct extends Product {
  readonly name: string;
  readonly category: string;
  readonly brand: string;
  readonly price: number;
  readonly urlPath: string;
  readonly description: string;
  /** Size, volume, care: one line each. */
  readonly facts: readonly string[];
}

/** A category of the shop. A product's `category` is its `id`. */
export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly tagline: string;
}

/** ISO 4217. */
export const CURRENCY = "EUR";

export const COLLECTIONS: readonly Collection[] = [
  { id: "cups", name: "Cups", tagline: "For the first sip of the day" },
  { id: "tableware", name: "Tableware", tagline: "For tables that are full" },
  { id: "vases", name: "Vases", tagline: "For one stem or many" },
  { id: "light", name: "Light", tagline: "For when the day is done" },
];

export const PRODUCTS: readonly ShopProduct[] = [
  {
    ...identify("morning-mug", "Morning Mug", "cups", "Loam Everyday"),
    price: 24,
    description:
      "A wide handle, a thin lip and a raw clay foot that stays warm in the palm. The mug you reach for first.",
    facts: ["320 ml", "8.5 cm tall", "Dishwasher safe"],
  },
  {
    ...identify("espresso-pair", "Espresso Pair", "cups", "Loam Everyday"),
    price: 32,
    discountPrice: 26,
    description: "Two small cups, one in rust and one in cream, since nobody drinks espresso alone for long.",
    facts: ["Set of two, 80 ml each", "6 cm tall", "Dishwasher safe"],
  },
  {
    ...identify("tall-tumbler", "Tall Tumbler", "cups", "Loam Everyday"),
    price: 22.5,
    description: "For iced coffee, for water, for a handful of pencils. It narrows just where the fingers close.",
    facts: ["400 ml", "13 cm tall", "Dishwasher safe"],
  },
  {
    ...identify("breakfast-bowl", "Breakfast Bowl", "tableware", "Loam Everyday"),
    price: 28,
    description: "Deep enough for porridge, wide enough for fruit. The ochre glaze pools darker at the bottom.",
    facts: ["650 ml", "16 cm across", "Oven safe to 220 °C"],
  },
  {
    ...identify("supper-plate", "Supper Plate", "tableware", "Loam Everyday"),
    price: 30,
    discountPrice: 24.9,
    description: "A plate with a low wall, so that sauce stays where it belongs. Stacks quietly in three glazes.",
    facts: ["25 cm across", "Sage, cream or ink", "Dishwasher safe"],
  },
  {
    ...identify("sharing-platter", "Sharing Platter", "tableware", "Loam Studio"),
    price: 58,
    description: "Thrown in one piece and turned by hand: for bread, for fruit, for the middle of the table.",
    facts: ["38 cm across", "1.6 kg", "Each one a little different"],
  },
  {
    ...identify("pouring-jug", "Pouring Jug", "tableware", "Loam Studio"),
    price: 46,
    description: "A spout that does not drip, after eleven attempts. Water, milk, or branches from the garden.",
    facts: ["1.2 litres", "22 cm tall", "Dishwasher safe"],
  },
  {
    ...identify("slow-teapot", "Slow Teapot", "tableware", "Loam Studio"),
    price: 78,
    discountPrice: 64,
    description: "Thick walls that hold the heat for an hour. Made for conversations that take longer than the tea.",
    facts: ["900 ml", "With a clay strainer", "Rinse by hand"],
  },
  {
    ...identify("bud-vase", "Bud Vase", "vases", "Loam Studio"),
    price: 26,
    description: "A narrow neck that makes a bouquet of a single stem.",
    facts: ["14 cm tall", "Watertight", "Raw clay foot"],
  },
  {
    ...identify("arch-vase", "Arch Vase", "vases", "Loam Studio"),
    price: 64,
    discountPrice: 52,
    description: "Half vase, half small building. Built from slabs, burnished before the firing.",
    facts: ["24 cm tall", "For dried stems", "Built by hand"],
  },
  {
    ...identify("candle-holder", "Candle Holder", "light", "Loam Everyday"),
    price: 19,
    description: "Broad at the foot, so that it stands through long dinners and short speeches.",
    facts: ["For 22 mm candles", "8 cm tall", "Wipe clean"],
  },
  {
    ...identify("dusk-lamp", "Dusk Lamp", "light", "Loam Studio"),
    price: 129,
    description: "A sage foot, a linen shade and a warm light that makes every room look tidied.",
    facts: ["42 cm tall", "E27, up to 40 W", "Linen shade"],
  },
];

export function findProduct(id: string): ShopProduct | undefined {
  return PRODUCTS.find((product) => product.id === id);
}

/** Returns the products that have each word of the query in their name, category or description. */
export function searchProducts(query: string): readonly ShopProduct[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return PRODUCTS.filter(({ name, category, description }) => {
    const text = `${name} ${category} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Returns the product as an item of an event: the fields of `Product`, without those of its page. */
export function toItem(product: ShopProduct, place: Pick<Item, "quantity" | "position">): Item {
  const { id, name, category, brand, price, discountPrice, urlPath } = product;
  return { id, name, category, brand, price, ...(discountPrice !== undefined && { discountPrice }), urlPath, ...place };
}

type Identity = Pick<ShopProduct, "id" | "name" | "category" | "brand" | "urlPath">;

function identify(id: string, name: string, category: string, brand: string): Identity {
  return { id, name, category, brand, urlPath: `/products/${id}` };
}
