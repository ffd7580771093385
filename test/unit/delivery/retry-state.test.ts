/** Proves that all pages of a visitor wait as long as one of them wrote down, and at most an hour. */
import { expect, test } from "vitest";
import { createRetryState } from "../../../src/delivery/retry-state.ts";
import { memoryStore } from "../../support/test-platform.ts";

const AN_HOUR_MS = 3_600_000;

/** Two pages of a visitor, whose clock the test sets. */
function openPages(written?: string) {
  const local = memoryStore(written === undefined ? {} : { retry: written });
  const clock = { nowMs: 1_000_000 };
  const open = () => createRetryState({ local, now: () => clock.nowMs }, "retry");
  return { clock, local, one: open(), other: open() };
}

test("tells every page how often a try has failed, and how long is left", () => {
  const { clock, one, other } = openPages();
  one.write(3, 4_000, true);
  clock.nowMs += 1_500;
  expect(other.read()).toEqual({ failures: 3, delayMs: 2_500, isRequested: true, isClaim: false });
});

test("ends the delay when it has passed, and remembers the failures", () => {
  const { clock, one } = openPages();
  one.write(2, 4_000, false);
  clock.nowMs += 3_999;
  expect(one.read().delayMs).toBe(1);
  clock.nowMs += 1;
  expect(one.read()).toEqual({ failures: 2, delayMs: 0, isRequested: false, isClaim: false });
});

test.each([300, AN_HOUR_MS])("obeys a delay of %i ms, and ends it when the clock was set back since", (delayMs) => {
  const { clock, one } = openPages();
  one.write(1, delayMs, true);
  expect(one.read().delayMs).toBe(delayMs);
  clock.nowMs -= 1;
  expect(one.read().delayMs).toBe(0);
});

test("believes no delay of more than an hour, whoever wrote it", () => {
  const { clock, local, one } = openPages();
  local.write("retry", `1 ${clock.nowMs + AN_HOUR_MS + 1} ${AN_HOUR_MS + 1} 1`);
  expect(one.read().delayMs).toBe(0);
  local.write("retry", `1 ${clock.nowMs + AN_HOUR_MS} ${AN_HOUR_MS + 1} 1`);
  expect(one.read().delayMs).toBe(AN_HOUR_MS);
});

test("keeps a delay that an endpoint asked for without a failure, and nothing where there is neither", () => {
  const { one, local } = openPages();
  one.write(0, 5_000, true);
  expect(one.read()).toEqual({ failures: 0, delayMs: 5_000, isRequested: true, isClaim: false });
  one.write(0, 0, false);
  expect(local.keys("")).toEqual([]);
});

test.each(["", "teapot", "x y z", "NaN Infinity 7", "{}"])("waits for nothing where a script wrote %j", (text) => {
  expect(openPages(text).one.read()).toEqual({ failures: 0, delayMs: 0, isRequested: false, isClaim: false });
});

test("tells a claim, which delays nothing, from a backoff", () => {
  const { clock, one, other } = openPages();
  one.write(0, 4_000, false);
  expect(other.read()).toEqual({ failures: 0, delayMs: 0, isRequested: false, isClaim: true });
  one.write(1, 4_000, false);
  expect(other.read()).toMatchObject({ delayMs: 4_000, isClaim: false });
  one.write(0, 4_000, false);
  clock.nowMs += 4_000;
  expect(other.read().isClaim).toBe(false);
});
