/** Proves that events are delivered though a script has taken built-ins of the page away. */
import { afterEach, expect, test, vi } from "vitest";
import { createTracker } from "../../../src/index.ts";
import { createTestPlatform, ENDPOINT } from "../../support/test-platform.ts";

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["JSON", { encode: () => "", decode: () => ({}) }],
  ["queueMicrotask", undefined],
])("delivers what is tracked after %s was replaced", async (name, replacement) => {
  const platform = createTestPlatform();
  const tracker = createTracker({ endpoint: ENDPOINT }, platform);
  vi.stubGlobal(name, replacement);
  for (let index = 0; index < 30; index++) tracker.track("page_view");
  await platform.advance(60_000);
  await platform.emit("hidden");
  tracker.track("page_view");
  await platform.advance(60_000);
  vi.unstubAllGlobals();

  expect(tracker.stats()).toEqual({ tracked: 31, waiting: 0, dropped: {} });
  expect(platform.sent()).toHaveLength(31);
});

test.each([
  ["JSON", { encode: () => "", decode: () => ({}) }],
  ["queueMicrotask", undefined],
])("reports what earlier pages have dropped after %s was replaced", async (name, replacement) => {
  const { local } = createTestPlatform();
  const earlier = createTracker({ endpoint: ENDPOINT }, createTestPlatform({ local }));
  const platform = createTestPlatform({ local });
  const tracker = createTracker({ endpoint: ENDPOINT }, platform);
  vi.stubGlobal(name, replacement);
  earlier.track("Bad Name" as "page_view");
  await platform.advance(0);
  tracker.track("page_view");
  await platform.advance(1_000);
  vi.unstubAllGlobals();

  expect(platform.batches()[0]?.stream.previous).toMatchObject([{ dropped: { invalid: 1 } }]);
});
