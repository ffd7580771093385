/** A page with a tracker on a simulated platform, for tests of delivery. */
import { createTracker, type TrackerOptions } from "../../../src/index.ts";
import { createTestPlatform, ENDPOINT, type TestPlatformOptions } from "../../support/test-platform.ts";

export function openPage(options: TrackerOptions = {}, platformOptions: TestPlatformOptions = {}) {
  const platform = createTestPlatform(platformOptions);
  const tracker = createTracker({ endpoint: ENDPOINT, ...options }, platform);
  const trackMany = (count: number): void => {
    for (let index = 0; index < count; index++) tracker.track("search", { query: `q${index}` });
  };
  return { platform, tracker, trackMany };
}
