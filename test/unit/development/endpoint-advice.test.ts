/** Proves that the development build names an endpoint that is set up wrongly. */
import { expect, test } from "vitest";
import { createTracker } from "../../../src/development/index.ts";
import type { LifecycleEvent } from "../../../src/platform/platform.ts";
import { spyConsole } from "../spy-console.ts";
import { createTestPlatform, ENDPOINT } from "../../support/test-platform.ts";

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

test.each([200, 400, 429, 500, 503])(
  "nothing is said of %i, which is no fault of the setting or passes",
  async (status) => {
    expect(await warningsAfter(status)).toEqual([]);
  },
);

test("no warning is written for a request that the end of the page cut off", async () => {
  expect(await warningsAfter(0, "hidden")).toEqual([]);
});
