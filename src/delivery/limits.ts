/** How much may wait, for how long, and how much is sent at once. */

/** Events that wait in a visitor's browser, of all pages together: an outage of days must not fill the storage. */
export const MAX_QUEUED_EVENTS = 2_000;

/** Keys and values of these events, in UTF-16 code units, as `localStorage` counts. */
export const MAX_QUEUED_CHARS = 1_048_576;

/**
 * Three days. The ingest finds an event's own folder for seven, and Safari keeps a page's storage no longer than that
 * without a visit.
 */
export const MAX_QUEUED_MS = 3 * 24 * 60 * 60_000;

/**
 * Keepalive bodies in flight share 64 KiB with every other script of the document. A quarter is left to them.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
export const MAX_KEEPALIVE_BYTES = 49_152;

/** Events that come close together are left with the browser at once, for the case that the page crashes. */
export const CRASH_REQUEST_DELAY_MS = 50;

/** A browser takes 64 KiB for an endpoint. Where these are larger, it takes none, and the next page sends them. */
export const MAX_CRASH_EVENTS = 50;

/** The first backoff is up to one second, and the longest up to five minutes. */
export const FIRST_BACKOFF_MS = 1_000;
export const LONGEST_BACKOFF_MS = 5 * 60_000;

/** The longest delay that an endpoint may ask for. A longer one is taken for a mistake. */
export const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** An endpoint that is set up wrongly is tried every five minutes. */
export const MISCONFIGURED_RETRY_MS = 5 * 60_000;

/** A page that tracks in a loop may go on with 50 events a second. */
export const RATE_LIMIT_INTERVAL_MS = 20;

/** A drop record of ours has a third of it. What is longer is somebody's mistake. */
export const MAX_DROP_RECORD_CHARS = 999;
