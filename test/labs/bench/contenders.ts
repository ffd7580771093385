/** Who takes part in the bench. */
import type { Batch } from "../../../src/wire.ts";

export interface Contender {
  /** Names its file in `contenders/`, and its host. */
  readonly id: string;
  readonly name: string;
  /** Returns what its endpoint answers to a body whose events it has stored. */
  readonly answer: (body: string) => object;
  /** Stands once in the JSON of each event. */
  readonly marker: string;
}

export const OURS: Contender = {
  id: "clickstream",
  name: "clickstream-js",
  answer(body) {
    const { batch_id, events } = JSON.parse(body) as Batch;
    return { ok: true, batch_id, stored: events.length, duplicate: 0, rejected: [], retry: [] };
  },
  marker: '"event_id":',
};

/** All others are compared with it: the ratio says the same on any machine, the metric does not. */
export const BASELINE: Contender = {
  id: "hand-written",
  name: "hand-written `fetch`",
  answer: () => ({ ok: true }),
  marker: '"event_id":',
};

export const CONTENDERS: readonly Contender[] = [
  OURS,
  BASELINE,
  { id: "snowplow", name: "Snowplow", answer: () => ({}), marker: '"e":"ue"' },
  { id: "segment", name: "Segment", answer: () => ({ success: true }), marker: '"messageId":' },
  { id: "amplitude", name: "Amplitude", answer: () => ({ code: 200 }), marker: '"insert_id":' },
  { id: "posthog", name: "PostHog", answer: () => ({ status: 1 }), marker: '"$insert_id":' },
];

/** Its costs are the bench's own, and are taken off those of the others. */
export const IDLE: Contender = { id: "idle", name: "nothing", answer: () => ({}), marker: "" };

/** What every tracker that keeps events has to do. It sends nothing. */
export const FLOOR: Contender = { id: "floor", name: "floor", answer: () => ({}), marker: "" };
