/** Names of what is kept in a visitor's browser, where more than one file has to know them. docs/privacy.md lists all. */

/** The IndexedDB database, its object store, and the storage marker in `localStorage`. */
export const DATABASE_NAME = "clickstream";

/** The visitor's decision, which a refusal does not erase. */
export const CONSENT_KEY = "clickstream:consent";

/** Everything that trackers write to `localStorage` and `sessionStorage`, and the storage marker. */
export const OUR_KEYS = /^clickstream(:|$)/;

/** The end of the key of a tracker's retry state. */
export const RETRY_STATE = ":retry";
