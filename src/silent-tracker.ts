/** The tracker that does nothing: where there is no page or no endpoint, and where the visitor has refused. */
import { warn } from "./platform/console.ts";

export const SILENT_TRACKER = {
  track() {},
  identify() {},
  reset() {},
  setProduct() {},
  setPage() {},
  setProperties() {},
  setContext() {},
  skip() {},
  flush: () => Promise.resolve(),
  stats: () => ({ tracked: 0, waiting: 0, dropped: {} }),
  close() {},
};

/**
 * Says once in a page that something is set up wrong, in production, too.
 *
 * @param trackers remembers that, under a name that no tracker has
 */
export function createSilentTracker(trackers: Map<string, unknown>): typeof SILENT_TRACKER {
  if (!trackers.has("")) warn("clickstream tracks nothing: check endpoint and consent");
  trackers.set("", SILENT_TRACKER);
  return SILENT_TRACKER;
}
