/** The limits of what is copied from a page, from both sides. */
import { describe, expect, test } from "vitest";
import { copyPlain } from "../../../src/event/copy-plain.ts";

const copy = (facts: object, maxTextChars = 100): unknown => copyPlain(facts, maxTextChars);

describe("a copy", () => {
  test("has a text as it is up to the limit, and cuts one that is a character longer", () => {
    expect(copy({ fits: "x".repeat(100), long: "x".repeat(101) })).toEqual({
      fits: "x".repeat(100),
      long: `${"x".repeat(100)}…`,
    });
  });

  test("has values down to the tenth level, and says where deeper ones were", () => {
    const nest = (levels: number): object => (levels === 0 ? { end: 1 } : { in: nest(levels - 1) });
    expect(copy(nest(9))).toEqual(nest(9));
    expect(JSON.stringify(copy(nest(10)))).toBe(JSON.stringify(nest(10)).replace("1", '"[Truncated]"'));
  });

  test("has 500 values, those of lists counted, and leaves out what comes after them", () => {
    const facts = { list: Array.from({ length: 498 }, (_, index) => index), last: 1 };
    expect(copy(facts)).toEqual(facts);
    expect(copy({ ...facts, over: 1 })).toEqual(facts);
  });

  test("has a key of 128 characters, and leaves out a longer one", () => {
    expect(copy({ ["k".repeat(128)]: 1, ["k".repeat(129)]: 2 })).toEqual({ ["k".repeat(128)]: 1 });
  });

  test("has a value twice that is there twice, since only a cycle never ends", () => {
    const shared = { id: 1 };
    expect(copy({ one: shared, other: shared })).toEqual({ one: { id: 1 }, other: { id: 1 } });
  });
});
