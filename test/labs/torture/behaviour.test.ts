/** Proves that a collector fails as often as asked, from its first request on. */
import { expect, test } from "vitest";
import { isAffected } from "./behaviour.ts";

const affected = (share: number) => Array.from({ length: 10 }, (_, index) => isAffected(index + 1, share));

test("affects the first request and then evenly, so that a short run is affected, too", () => {
  expect(affected(0.3).flatMap((isOne, index) => (isOne ? [index + 1] : []))).toEqual([1, 5, 8]);
});

test("affects each request or none at the ends of the scale", () => {
  expect(affected(1)).not.toContain(false);
  expect(affected(0)).not.toContain(true);
});
