/** Text is read as a price only if the whole text is one number, and no other reading of it is possible. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAmount } from "../../../examples/ingest-lambda/src/event/amount.ts";

test.each<readonly [string, number]>([
  ["19.99", 19.99],
  ["-5", -5],
  ["+5", 5],
  [".5", 0.5],
  ["1e3", 1_000],
  [" \n20.50\t", 20.5],
  ["1.234", 1.234],
  ["5,90", 5.9],
  ["0,125", 0.125],
  ["1234,567", 1_234.567],
  ["4,245.42", 4_245.42],
  ["4.245,42", 4_245.42],
  ["1,234,567", 1_234_567],
  ["1.234.567,5", 1_234_567.5],
  ["1 234,56", 1_234.56],
  ["1\u202f234", 1_234],
  ["1'234.50", 1_234.5],
  ["19.99 EUR", 19.99],
  ["EUR 19.99", 19.99],
  ["€5", 5],
  ["5,90\u00a0€", 5.9],
  ["US$ 5", 5],
  ["-$5", -5],
  ["$-5", -5],
])("%j is %d", (text, amount) => {
  expect(parseAmount(text)).toBe(amount);
});

test.each([
  ["", "nothing"],
  ["free", "a word"],
  ["NaN", "no number"],
  ["Infinity", "no amount"],
  ["1e999", "more than a number holds"],
  ["9".repeat(65), "longer than any amount"],
  ["0x10", "not decimal"],
  ["1,234", "a thousand here, a fraction there"],
  ["€ 1.234", "a thousand in Germany"],
  ["5.00 - 9.00", "two numbers"],
  ["5 EUR / 6 EUR", "two amounts"],
  ["2 x 5", "two numbers"],
  ["12 34", "two numbers"],
  ["1,23,456", "groups of two"],
  ["1,234.567,8", "two fractions"],
  ["1,234'567", "two separators of groups"],
  ["1..2", "two points"],
  ["5.-", "a half number"],
  ["from 5", "more than a number"],
  ["5 pieces", "more than a number"],
  ["10 %", "no amount"],
  ["EUR 5 EUR", "two currencies"],
  ["--5", "two signs"],
  ["-$-5", "two signs"],
  ["٣", "digits of other scripts"],
])("%j is none: %s", (text) => {
  expect(parseAmount(text)).toBeUndefined();
});

test("a number as JavaScript writes it is that number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (amount) => {
      expect(parseAmount(String(amount))).toBe(amount + 0);
    }),
  );
});

test("of any text either all digits are read or none", () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from("0123456789.,' -€$EUR\u00a0")) });
  fc.assert(
    fc.property(text, (value) => {
      // JavaScript's own way to write 5000 is a number, too, and has other digits.
      fc.pre(!/[\d.]e[+-]?\d/i.test(value));
      const amount = parseAmount(value);
      if (amount === undefined) return;
      const digits = Number(value.replace(/\D/g, ""));
      const powers = Array.from({ length: 32 }, (_, power) => digits / 10 ** power);
      expect(powers).toContainEqual(expect.closeTo(Math.abs(amount), 9));
    }),
  );
});
