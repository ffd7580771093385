/** How long a request may store, and how long one attempt may take. */
import { expect, test } from "vitest";
import { attemptWithinMs, storeWithinMs } from "../../../examples/ingest-lambda/src/store/deadline.ts";

test.each([
  [undefined, 8_000],
  [10_000, 8_000],
  [8_501, 8_000],
  [8_499, 7_999],
  [700, 200],
  [500, 0],
  [100, 0],
])("of %s ms that Lambda grants, storing may take %i ms", (remainingMs, withinMs) => {
  expect(storeWithinMs(remainingMs)).toBe(withinMs);
});

test.each([
  [5_000, 3_000],
  [3_001, 3_000],
  [2_999, 2_999],
  [250, 250],
  [249, undefined],
  [-1, undefined],
])("with %i ms left, an attempt may take %s ms", (leftMs, withinMs) => {
  expect(attemptWithinMs(() => leftMs)).toBe(withinMs);
});
