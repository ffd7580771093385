/** The cart, and what events say of it. */
import { describe, expect, test } from "vitest";
import { buildCart, changeQuantity, countPieces, parseCart } from "../../../examples/demo/shop/model/cart.ts";

const CART = [
  { id: "morning-mug", quantity: 2 },
  { id: "slow-teapot", quantity: 1 },
];

test("gets a new line for a new product, and more pieces in the line of a known one", () => {
  expect(changeQuantity(CART, "bud-vase", 3)).toEqual([...CART, { id: "bud-vase", quantity: 3 }]);
  expect(changeQuantity(CART, "morning-mug", 1)).toEqual([{ id: "morning-mug", quantity: 3 }, CART[1]]);
});

test("loses pieces, and the line with its last piece", () => {
  expect(changeQuantity(CART, "morning-mug", -1)).toEqual([{ id: "morning-mug", quantity: 1 }, CART[1]]);
  expect(changeQuantity(CART, "morning-mug", -2)).toEqual([CART[1]]);
  expect(changeQuantity(CART, "bud-vase", -1)).toEqual(CART);
});

test("counts pieces, not lines", () => {
  expect(countPieces(CART)).toBe(3);
  expect(countPieces([])).toBe(0);
});

test("is in events with names, prices, reductions and the total that is paid", () => {
  expect(buildCart(CART)).toEqual({
    items: [
      {
        id: "morning-mug",
        name: "Morning Mug",
        category: "cups",
        brand: "Loam Everyday",
        price: 24,
        urlPath: "/products/morning-mug",
        quantity: 2,
      },
      {
        id: "slow-teapot",
        name: "Slow Teapot",
        category: "tableware",
        brand: "Loam Studio",
        price: 78,
        discountPrice: 64,
        urlPath: "/products/slow-teapot",
        quantity: 1,
      },
    ],
    value: 112,
    currency: "EUR",
  });
});

test("leaves out of events what is no longer sold", () => {
  expect(buildCart([{ id: "gone", quantity: 1 }, ...CART.slice(1)])).toMatchObject({
    items: [{ id: "slow-teapot" }],
    value: 64,
  });
});

describe("as stored text", () => {
  test("is read again", () => {
    expect(parseCart(JSON.stringify(CART))).toEqual(CART);
  });

  test.each([null, "", "{", "{}", "null", '"text"'])("is empty for %j", (text) => {
    expect(parseCart(text)).toEqual([]);
  });

  test("keeps only lines with an id and a whole number of pieces from 1", () => {
    const wrong = [
      null,
      "morning-mug",
      {},
      { id: 1, quantity: 1 },
      { id: "bud-vase" },
      { quantity: 1 },
      { id: "bud-vase", quantity: 0 },
      { id: "bud-vase", quantity: -1 },
      { id: "bud-vase", quantity: 1.5 },
      { id: "bud-vase", quantity: "1" },
    ];
    expect(parseCart(JSON.stringify([...wrong, { id: "bud-vase", quantity: 1 }]))).toEqual([
      { id: "bud-vase", quantity: 1 },
    ]);
  });
});
