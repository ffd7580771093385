/** Limits and forms that the page and the ingest share, so that the ingest refuses nothing that the SDK sends. */

/** One event, as JSON in UTF-8. */
export const MAX_EVENT_BYTES = 32_768;

/**
 * What the SDK copies at most to make one event, in characters: so much that all that an event can hold is whole, and so
 * little that a store or a document can't block the page.
 */
export const MAX_COPIED_CHARS = 3 * MAX_EVENT_BYTES;

/** Lists and objects within each other. Deeper ones are called "[Truncated]". The ingest takes more levels. */
export const MAX_COPIED_DEPTH = 10;

/** The title of a page, and a URL before it is redacted, in UTF-16 code units. The SDK cuts what is longer. */
export const MAX_TEXT_CHARS = 8_192;

/** A URL, in UTF-16 code units. The SDK shortens a longer one. */
export const MAX_URL_CHARS = 2_048;

/** Reports of earlier page loads in one batch. */
export const MAX_PREVIOUS_STREAMS = 16;

/** The name of an event, or of a reason: snake_case, 1 to 64 characters. */
export const EVENT_NAME = /^[a-z][a-z\d_]{0,63}$/;

/** An id, such as a nanoid. */
export const ID = /^[\w-]{1,64}$/;
