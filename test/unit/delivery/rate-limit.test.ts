/** Proves that a loop without end is stopped, and nothing that a visitor could do. */
import { expect, test } from "vitest";
import { createRateLimit } from "../../../src/delivery/rate-limit.ts";

/** Asks so often at one moment, and returns how many may pass. */
function countPassing(mayPass: (elapsedMs: number) => boolean, times: number, elapsedMs: number): number {
  return Array.from({ length: times }, () => mayPass(elapsedMs)).filter(Boolean).length;
}

test("lets 2,000 events pass at once, and no more", () => {
  expect(countPassing(createRateLimit(), 5_000, 1_000)).toBe(2_000);
});

test("lets 50 a second pass after that, one each 20 ms", () => {
  const mayPass = createRateLimit();
  countPassing(mayPass, 5_000, 0);
  expect(countPassing(mayPass, 10, 19)).toBe(0);
  expect(countPassing(mayPass, 10, 20)).toBe(1);
  expect(countPassing(mayPass, 100, 1_020)).toBe(50);
});

test("lets no more than 2,000 pass at once, however long the page was quiet", () => {
  const mayPass = createRateLimit();
  countPassing(mayPass, 5_000, 0);
  expect(countPassing(mayPass, 5_000, 39_999)).toBe(1_999);
  expect(countPassing(mayPass, 5_000, 86_400_000)).toBe(2_000);
});

test("counts an event that may not pass for nothing", () => {
  const mayPass = createRateLimit();
  countPassing(mayPass, 100_000, 0);
  expect(mayPass(20)).toBe(true);
});
