/** Proves that an event id is a UUIDv7 that sorts as events were tracked and that nobody can foresee. */
import fc from "fast-check";
import { nanoid, urlAlphabet } from "nanoid";
import { expect, test } from "vitest";
import { mintEventId } from "../../../src/event/event-id.ts";

const nanoids = fc.stringMatching(/^[\w-]{21}$/);
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test("is a canonical UUIDv7 that carries its own time", () => {
  fc.assert(
    fc.property(time, fc.nat(), nanoids, (nowMs, seq, random) => {
      const id = mintEventId(nowMs, seq, random);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(nowMs);
    }),
  );
});

test("keeps the order of tracking within a millisecond", () => {
  const ids = Array.from({ length: 1_000 }, (_, seq) => mintEventId(1_795_507_200_000, seq, nanoid()));
  expect([...ids].sort()).toEqual(ids);
});

test.each([
  [1, "7001-8000"],
  [4_095, "7fff-8000"],
  [4_096, "7000-8001"],
  [2 ** 24 - 1, "7fff-8fff"],
  [2 ** 24, "7000-8000"],
])("keeps version and variant, and counts beside them: %i", (seq, groups) => {
  expect(mintEventId(1_795_507_200_000, seq, "0".repeat(15)).slice(14, 23)).toBe(groups);
});

test("is no other event's id in the same page, whether its clock runs, stands still or jumps back", () => {
  const clock = fc.array(fc.constantFrom(0, 0, 1, -1, 3_600_000, -3_600_000), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(clock, nanoids, (steps, random) => {
      let nowMs = 1_795_507_200_000;
      const ids = Array.from({ length: 10_000 }, (_, index) => {
        nowMs += steps[index % steps.length] ?? 0;
        return mintEventId(nowMs, index + 1, random);
      });
      expect(new Set(ids).size).toBe(10_000);
    }),
    { numRuns: 20 },
  );
});

test("has a random digit in each of the 12 places that are left", () => {
  const zero = mintEventId(0, 0, "0".repeat(21));
  for (let index = 9; index < 21; index++) {
    const random = Array.from({ length: 21 }, (_, place) => (place === index ? "b" : "0")).join("");
    expect(mintEventId(0, 0, random)).not.toBe(zero);
  }
});

test("takes 47 random bits from a nanoid, whose 64 characters are equally likely", () => {
  const digits = Array.from(urlAlphabet, (char) => mintEventId(0, 0, char.repeat(15)).slice(-1));
  const shares = [...new Set(digits)].map((digit) => digits.filter((each) => each === digit).length / 64);
  const bitsOfDigit = shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
  expect(12 * bitsOfDigit).toBeGreaterThan(47);
});
