/** Lists the reasons to refuse a whole request, each with its status and the sentence that the sender receives. */
import { MAX_BODY_BYTES, MAX_BODY_DEPTH, MAX_EVENTS } from "./limits.ts";

export const REFUSALS = {
  origin_not_allowed: { status: 403, message: "This endpoint does not accept events from pages of this origin." },
  empty_body: { status: 400, message: "The body is empty. Send one event, an array of events, or a batch." },
  invalid_encoding: { status: 400, message: "The body is not valid UTF-8, or its gzip is not complete." },
  invalid_json: { status: 400, message: "The body is not valid JSON." },
  too_deep: { status: 400, message: `The body is nested deeper than ${String(MAX_BODY_DEPTH)} levels.` },
  no_events: { status: 400, message: "The body contains no event." },
  body_too_large: {
    status: 413,
    message: `The body is larger than ${String(MAX_BODY_BYTES)} bytes. The limit holds for the uncompressed body.`,
  },
  too_many_events: { status: 413, message: `The body contains more than ${String(MAX_EVENTS)} events.` },
} as const;

export type RefusalCode = keyof typeof REFUSALS;
