/** Proves that a collector fails as often as asked, from its first request on. */
import { expect, test } from "vitest";
import { isAffected } from "./behaviour.ts";

const strike = (share: number) => Array.from({ length: 10 }, (_, index) => isAffected(index + 1, share));

test("strikes the first request and then evenly, so that a short run is affected, too", () => {
  expect(strike(0.3).flatMap((affected, index) => (affected ? [index + 1] : []))).toEqual([1, 5, 8]);
});

test("strikes each request or none at the ends of the scale", () => {
  expect(strike(1)).not.toContain(false);
  expect(strike(0)).not.toContain(true);
});
