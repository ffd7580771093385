/** Proves that a backoff is anything from zero to its ceiling. */
import { describe, expect, test } from "vitest";
import { backoffMs } from "../../../src/delivery/backoff.ts";

describe("a backoff", () => {
  test.each([
    [1, 0, 0],
    [1, 0.25, 250],
    [1, 0.5, 500],
    [4, 0.25, 2_000],
    [9, 0.5, 128_000],
    [10, 0.25, 75_000],
    [10, 0, 0],
    [2_000, 0.5, 150_000],
  ])(
    "after %i failures with the random number %d is %i ms: anything from zero to the ceiling",
    (failures, random, ms) => {
      expect(backoffMs(failures, random)).toBe(ms);
    },
  );
});
