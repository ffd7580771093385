/** How much one request and one event may carry. What is larger is refused as a whole and never stored in part. */
export { MAX_EVENT_BYTES, MAX_PREVIOUS_STREAMS } from "../../../src/limits.ts";

/** API Gateway bills a request per 512 KiB, so that one request of this size is one unit. */
export const MAX_BODY_BYTES = 512 * 1024;

/**
 * The price of a request is that of its events. The SDK sends 25 at most by default, and 50 in its crash request, which
 * nobody can split. A page whose option asks for more gets 413, and halves its batch.
 */
export const MAX_EVENTS = 50;

/** `JSON.stringify` overflows the stack at some thousand levels. Up to this depth recursion is safe. */
export const MAX_BODY_DEPTH = 64;

/** More than the SDK's own limit, since what the SDK sends must never be refused. */
export const MAX_EVENT_DEPTH = 16;

/** Reasons in one report of dropped events. The reports are stored with each event. */
export const MAX_DROP_REASONS = 32;

/** User agent and origin come from the network and are stored with each event. */
export const MAX_HEADER_CHARS = 512;
