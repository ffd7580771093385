/** Limits and forms that the page and the ingest share, so that the ingest refuses nothing that the SDK sends. */

/** One event, as JSON in UTF-8. */
export const MAX_EVENT_BYTES = 32_768;

/** One text of an event, in UTF-16 code units. The SDK shortens a longer one and appends an ellipsis. */
export const MAX_TEXT_CHARS = 8_192;

/**
 * What the SDK copies of one event: enough for any that a person would write, and so little that a DOM tree or a store
 * can't block the page.
 */
export const MAX_COPIED_VALUES = 500;
export const MAX_COPIED_DEPTH = 10;

/** A URL, in UTF-16 code units. The SDK shortens a longer one. */
export const MAX_URL_CHARS = 2_048;

/** The name of a property, in UTF-16 code units. */
export const MAX_KEY_CHARS = 128;

/** Reports of earlier page loads in one batch. */
export const MAX_PREVIOUS_STREAMS = 16;

/** The name of an event, or of a reason: snake_case, 1 to 64 characters. */
export const EVENT_NAME = /^[a-z][a-z\d_]{0,63}$/;

/** An id, such as a nanoid. */
export const ID = /^[\w-]{1,64}$/;
