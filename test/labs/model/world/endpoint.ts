/** The real ingest over a store in memory, behind a network and a gateway that fail as a visit asks. */
import type { PutOutcome } from "../../../../examples/ingest-lambda/src/store/event-store.ts";
import type { Outcome } from "../../../../src/platform/platform.ts";
import type { Ack, Batch, WireEvent } from "../../../../src/wire.ts";
import { createMemoryStore, createTestIngest } from "../../../support/test-ingest.ts";
import { assertInvariant } from "./assert-invariant.ts";

export const SERVER_MODES = [
  "well",
  "answer_lost",
  "answer_cut",
  "answer_late",
  "answer_of_another",
  "never_reached",
  "stored_then_504",
  "throttled",
  "unavailable",
  "forbidden",
  "four_at_most",
  "bad_request",
  "store_flaky",
  "store_broken",
] as const;
export type ServerMode = (typeof SERVER_MODES)[number];

/** `undefined` = no answer ever comes. */
export interface Reply {
  readonly outcome: Outcome | undefined;
  readonly delayMs: number;
}

export interface Endpoint {
  /** By key, as stored. */
  readonly objects: ReadonlyMap<string, string>;
  turn(mode: ServerMode): void;
  receive(body: string): Promise<Reply>;
}

/** Later than any page waits. */
const LATE_MS = 15_000;
const TRAVEL_MS = 20;

const answer = (status: number, body: object | string = "", retryAfter?: string): Reply => ({
  outcome: { status, retryAfter, body: typeof body === "string" ? body : JSON.stringify(body) },
  delayMs: TRAVEL_MS,
});
const CUT: Reply = { outcome: { status: 0 }, delayMs: TRAVEL_MS };
const LOST: Reply = { outcome: undefined, delayMs: 0 };

export function createEndpoint(nowMs: () => number): Endpoint {
  let mode: ServerMode = "well";
  let puts = 0;

  const refuse = (): PutOutcome | undefined => {
    if (mode === "store_broken") return { kind: "misconfigured", code: "AccessDenied" };
    return mode === "store_flaky" && ++puts % 3 > 0 ? { kind: "retry", code: "SlowDown" } : undefined;
  };
  const store = createMemoryStore(refuse);
  const { send } = createTestIngest({ store, now: nowMs });
  const isStored = ({ event_id }: WireEvent): boolean =>
    [...store.objects.keys()].some((key) => key.includes(event_id));

  const ingest = async (batch: Batch): Promise<Reply> => {
    const { status = 0, body } = await send({ body: { ...batch, events: batch.events.map(spoil) } });
    const { rejected = [], retry = [] } = body as Partial<Ack>;
    const isListed = ({ event_id }: WireEvent): boolean =>
      retry.includes(event_id) || rejected.some((each) => "event_id" in each && each.event_id === event_id);
    const claimed = status < 500 ? batch.events.filter((event) => !isListed(event)) : [];
    assertInvariant("I6 acknowledged implies durable", claimed.every(isStored), batch);
    assertInvariant("I17 no 5xx but for a store that fails", status < 500 || mode.startsWith("store"), status);
    return answer(status, body);
  };

  const react = async (batch: Batch): Promise<Reply> => {
    switch (mode) {
      case "well":
      case "store_flaky":
      case "store_broken":
        return ingest(batch);
      case "answer_lost":
        await ingest(batch);
        return LOST;
      case "answer_cut":
        await ingest(batch);
        return CUT;
      case "answer_late":
        return { ...(await ingest(batch)), delayMs: LATE_MS };
      case "stored_then_504":
        await ingest(batch);
        return answer(504);
      case "answer_of_another":
        return answer(200, { ok: true, batch_id: "another", stored: 1, rejected: [], retry: [] });
      case "never_reached":
        return CUT;
      case "throttled":
        return answer(429, "", "60");
      case "unavailable":
        return answer(503);
      case "forbidden":
        return answer(403);
      case "four_at_most":
        return batch.events.length > 4 ? answer(413) : ingest(batch);
      case "bad_request":
        return batch.events.some(isPoison) ? answer(400) : ingest(batch);
    }
  };

  return {
    objects: store.objects,
    turn(next) {
      mode = next;
    },
    receive: (body) => react(JSON.parse(body) as Batch),
  };
}

function isPoison({ properties }: WireEvent): boolean {
  return properties?.["isPoison"] === true;
}

const TOO_DEEP: unknown = JSON.parse("[".repeat(20) + "]".repeat(20));

/** The SDK writes no event that the ingest refuses, so a poison event is spoilt on its way. */
function spoil(event: WireEvent): WireEvent {
  return isPoison(event) ? { ...event, properties: { ...event.properties, tooDeep: TOO_DEEP } } : event;
}
