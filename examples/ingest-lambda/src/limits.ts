/** How much one request and one event may carry. Nothing beyond is stored, not even in part. */

/** API Gateway bills a request per 512 KiB, so one request is one unit. */
export const MAX_BODY_BYTES = 512 * 1024;
export const MAX_EVENTS = 500;

/** `JSON.stringify` overflows the stack at some thousand levels; below this guard recursion is safe. */
export const MAX_BODY_DEPTH = 64;

export const MAX_EVENT_BYTES = 32 * 1024;
export const MAX_EVENT_DEPTH = 16;

/** Not below what the SDK cuts an event down to: what it sends must never be refused. */
export const MAX_EVENT_KEYS = 1_024;
export const MAX_KEY_CHARS = 128;

/** The SDK cuts at 8 Ki characters and adds an ellipsis. */
export const MAX_STRING_CHARS = 8 * 1024 + 1;

/** Streams that ended since the visitor's last report; each stored event carries them. */
export const MAX_PREVIOUS_STREAMS = 16;
export const MAX_DROP_REASONS = 32;

/** User agent and origin come from the network, and are stored with each event. */
export const MAX_HEADER_CHARS = 512;
