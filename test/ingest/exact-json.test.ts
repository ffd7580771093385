/** JSON is parsed with all digits of its numbers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isExactNumber, parseJson } from "../../examples/ingest-lambda/src/exact-json.ts";

test.each([
  "9007199254740993",
  "12345678901234567890",
  "-9007199254740993",
  "0.1234567890123456789",
  "100000000000000000000001",
  "1e400",
  "-1e400",
  "1e-400",
  "1.00000000000000000001e5",
])("keeps the digits of %s", (number) => {
  expect(JSON.stringify(parseJson(`{"a":[${number}]}`))).toBe(`{"a":[${number}]}`);
  expect(isExactNumber((parseJson(`[ ${number}]`) as readonly unknown[])[0])).toBe(true);
});

test.each([
  ["9007199254740992", 2 ** 53],
  ["100000000000000000000", 1e20],
  ["1.7976931348623157e308", Number.MAX_VALUE],
  ["5e-324", 5e-324],
  ["0.30000000000000004", 0.1 + 0.2],
  ["1.50000000000000000000", 1.5],
  ["0.0000000000000000000", 0],
  ["0e999", 0],
  ["1E3", 1_000],
  ["-0.0", -0],
])("reads %s as a number, since a double holds it", (number, value) => {
  expect(parseJson(`[${number}]`)).toEqual([value]);
});

test("reads other JSON as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(JSON.stringify(parseJson(json))).toBe(JSON.stringify(JSON.parse(json)));
    }),
  );
});

test("keeps keys that would set a prototype as keys, also beside a long number", () => {
  const json = '{"__proto__":{"a":12345678901234567890},"b":1}';
  expect(JSON.stringify(parseJson(json))).toBe(json);
});

test("throws where JSON.parse throws", () => {
  for (const text of ["", "{", "[12345678901234567890", "01234567890123456789"]) {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  }
});
