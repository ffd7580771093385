/** The shop's products, prices, customers and choices. */
import { expect, test } from "vitest";
import {
  COLLECTIONS,
  findProduct,
  PRODUCTS,
  searchProducts,
  toItem,
} from "../../../examples/demo/shop/model/catalogue.ts";
import { DELIVERIES, findDelivery, PAYMENTS } from "../../../examples/demo/shop/model/checkout-choices.ts";
import { CUSTOMERS, findCustomer } from "../../../examples/demo/shop/model/customers.ts";
import { addUp, formatMoney, sumUp, takePrice } from "../../../examples/demo/shop/model/money.ts";

const idsOf = (query: string): readonly string[] => searchProducts(query).map(({ id }) => id);

test("each product has an id and an address of its own, a known collection, and costs less when reduced", () => {
  expect(PRODUCTS).toHaveLength(12);
  expect(new Set(PRODUCTS.map(({ id }) => id)).size).toBe(12);
  for (const { id, category, urlPath, price, discountPrice = 0 } of PRODUCTS) {
    expect(urlPath).toBe(`/products/${id}`);
    expect(COLLECTIONS.map((collection) => collection.id)).toContain(category);
    expect(discountPrice, id).toBeLessThan(price);
  }
});

test("a product is found by its id", () => {
  expect(findProduct("bud-vase")?.name).toBe("Bud Vase");
  expect(findProduct("Bud Vase")).toBeUndefined();
});

test("a search finds each of its words in name, collection or description, in any case", () => {
  expect(idsOf("jug")).toEqual(["pouring-jug"]);
  expect(idsOf(" VASES  stem ")).toEqual(["bud-vase"]);
  expect(idsOf("stem jug")).toEqual([]);
  expect(idsOf(" ")).toHaveLength(PRODUCTS.length);
});

test("an item of an event has the product's fields, and none that only its page shows", () => {
  const [mug, pair] = PRODUCTS;
  if (!mug || !pair) throw new Error("There are no products");

  expect(toItem(mug, { position: 1 })).toEqual({
    id: "morning-mug",
    name: "Morning Mug",
    category: "cups",
    brand: "Loam Everyday",
    price: 24,
    urlPath: "/products/morning-mug",
    position: 1,
  });
  expect(toItem(pair, { quantity: 2 })).toMatchObject({ price: 32, discountPrice: 26, quantity: 2 });
});

test("prices are the reduced ones, added up in cents, and shown in euros", () => {
  expect(takePrice({ id: "a", price: 3 })).toBe(3);
  expect(takePrice({ id: "a", price: 3, discountPrice: 2 })).toBe(2);
  expect(takePrice({ id: "a" })).toBe(0);
  expect(addUp([0.1, 0.2])).toBe(0.3);
  expect(
    sumUp([
      { id: "a", price: 22.5, quantity: 3 },
      { id: "b", price: 30, discountPrice: 24.9 },
    ]),
  ).toBe(92.4);
  expect(formatMoney(1234.5)).toBe("€1,234.50");
});

test("customers are found by their names, and have ids as Cognito's", () => {
  expect(CUSTOMERS.map(({ username }) => username)).toEqual(["mara", "tomas", "ines"]);
  for (const customer of CUSTOMERS) {
    expect(findCustomer(customer.username)).toBe(customer);
    expect(customer.userId).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
  expect(new Set(CUSTOMERS.map(({ userId }) => userId)).size).toBe(3);
  expect(findCustomer(null)).toBeUndefined();
});

test("a delivery is found by its id, and is the free one where none was chosen", () => {
  expect(findDelivery("express").price).toBe(9.5);
  expect(findDelivery("standard").price).toBe(0);
  expect(findDelivery("").id).toBe("standard");
  expect(DELIVERIES.map(({ id }) => id)).toEqual(["standard", "express"]);
  expect(PAYMENTS.map(({ id }) => id)).toEqual(["card", "invoice"]);
});
