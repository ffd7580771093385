/** The tracker that does nothing: where there is no page or no endpoint, and where the visitor has refused. */
export const SILENT_TRACKER = {
  track() {},
  identify() {},
  reset() {},
  setProduct() {},
  setPage() {},
  setProperties() {},
  skip() {},
  flush: () => Promise.resolve(),
  stats: () => ({ tracked: 0, waiting: 0, dropped: {} }),
  close() {},
};
