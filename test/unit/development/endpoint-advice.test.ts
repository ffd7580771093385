/** Proves that the development build names an endpoint that is set up wrongly. */
import { expect, test } from "vitest";
import { createTracker, type TrackerOptions } from "../../../src/development/index.ts";
import type { LifecycleEvent, Outcome } from "../../../src/platform/platform.ts";
import { spyConsole } from "../spy-console.ts";
import { answered, createTestPlatform, ENDPOINT } from "../../support/test-platform.ts";

async function warningsAfter(status: number, event?: LifecycleEvent): Promise<readonly unknown[]> {
  const { warnings } = spyConsole();
  const platform = createTestPlatform();
  platform.answerWith(...Array.from({ length: 3 }, () => ({ status })));
  createTracker({ endpoint: ENDPOINT }, platform).track("page_view");
  if (event) await platform.emit(event);
  else await platform.advance(3_600_000);
  expect(platform.requests.length).toBeGreaterThan(0);
  return warnings();
}

test.each([
  [0, "does it allow this origin"],
  [301, "answers 301"],
  [401, "may this page call it"],
  [403, "may this page call it"],
  [404, "Is that the whole URL"],
  [501, "answers 501"],
])("an endpoint that answers %i is named once, with what to look at", async (status, advice) => {
  const warnings = await warningsAfter(status);
  expect(warnings).toEqual([expect.stringContaining(advice)]);
  expect(warnings[0]).toContain(ENDPOINT);
});

test.each([400, 429, 500, 503])("nothing is said of %i, which is no fault of the setting or passes", async (status) => {
  expect(await warningsAfter(status)).toEqual([]);
});

async function warningsOn(answer: Outcome, options: TrackerOptions = {}): Promise<readonly unknown[]> {
  const { warnings } = spyConsole();
  const platform = createTestPlatform();
  platform.answerWith(answer, answer);
  createTracker({ endpoint: ENDPOINT, ...options }, platform).track("page_view");
  await platform.advance(60_000);
  return warnings();
}

test.each([
  [answered(200, "<!doctype html><title>Offline</title>"), 'answers 200 with "<!doctype html><title>Offline</title>"'],
  [answered(200, "x".repeat(100)), `"${"x".repeat(60)}"`],
  [answered(202), "answers 202 with nothing"],
  [answered(200, { batch_id: "of-another" }), "which does not name the batch"],
  [{ ...answered(200, "<p>"), isRedirected: true }, "redirects with 200"],
])("an answer that is no acknowledgement is shown once: %o", async (answer, advice) => {
  expect(await warningsOn(answer)).toEqual([expect.stringContaining(advice)]);
});

test("an answer is enough where the site says so, and where it names the batch", async () => {
  expect(await warningsOn(answered(200, "ok"), { acknowledge: "status" })).toEqual([]);
  const { warnings } = spyConsole();
  const platform = createTestPlatform();
  createTracker({ endpoint: ENDPOINT }, platform).track("page_view");
  await platform.advance(1_000);
  expect(platform.requests).toHaveLength(1);
  expect(warnings()).toEqual([]);
});

test("no warning is written for a request that the end of the page cut off", async () => {
  expect(await warningsAfter(0, "hidden")).toEqual([]);
});
