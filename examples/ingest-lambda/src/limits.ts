/** How much one request and one event may carry. What is larger is refused as a whole and never stored in part. */
import { MAX_TEXT_CHARS } from "../../../src/limits.ts";

export { MAX_EVENT_BYTES, MAX_KEY_CHARS, MAX_PREVIOUS_STREAMS } from "../../../src/limits.ts";

/** API Gateway bills a request per 512 KiB, so that one request of this size is one unit. */
export const MAX_BODY_BYTES = 512 * 1024;
export const MAX_EVENTS = 500;

/** `JSON.stringify` overflows the stack at some thousand levels. Up to this depth recursion is safe. */
export const MAX_BODY_DEPTH = 64;

export const MAX_EVENT_DEPTH = 16;

/** Not less than the SDK's own limit, since what the SDK sends must never be refused. */
export const MAX_EVENT_KEYS = 1_024;

/** The SDK shortens a text and appends an ellipsis, which is one character more. */
export const MAX_STRING_CHARS = MAX_TEXT_CHARS + 1;

/** Reasons in one report of dropped events. The reports are stored with each event. */
export const MAX_DROP_REASONS = 32;

/** User agent and origin come from the network and are stored with each event. */
export const MAX_HEADER_CHARS = 512;
