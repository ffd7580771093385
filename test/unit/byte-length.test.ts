/** Proves that bytes are counted as an encoder would make them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { byteLength } from "../../src/byte-length.ts";

test("counts the bytes of any JSON", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.anything()), (value) => {
      const json = JSON.stringify([value], (_key, each: unknown) => (typeof each === "bigint" ? String(each) : each));
      expect(byteLength(json)).toBe(Buffer.byteLength(json));
    }),
  );
});

test.each([
  "\u0000",
  "\u007f",
  "\u0080",
  "\u07ff",
  "\u0800",
  "\ud7ff",
  "\ue000",
  "\uffff",
  "\u{10000}",
  "\u{10ffff}",
  "",
])("counts %j, at the edge of what takes so many bytes", (text) => {
  expect(byteLength(`a${text}${text}`)).toBe(Buffer.byteLength(`a${text}${text}`));
});
