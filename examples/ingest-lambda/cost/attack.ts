/** Computes what a stranger can make the ingest spend in a day, who sends as many small events as a request may have. Pure. */
import { computeMonthlyCost, secondsARequest, type Way } from "./model.ts";

const SECONDS_A_DAY = 86_400;

/** As the templates have them: requests a second, and instances of the function at once. */
export const RATE_LIMIT = 500;
const RESERVED_CONCURRENCY = 100;

export interface DailyAttack {
  /** What the rate limit and the concurrency let through. */
  readonly requestsASecond: number;
  readonly dollars: number;
}

/** An attacker needs some 100 bytes for a request, since events that are alike compress well. */
export function computeDailyAttack(layout: Way["layout"], eventsARequest: number, askedASecond: number): DailyAttack {
  const requestsASecond = Math.min(
    askedASecond,
    RATE_LIMIT,
    RESERVED_CONCURRENCY / secondsARequest(layout, eventsARequest),
  );
  const events = requestsASecond * SECONDS_A_DAY * eventsARequest;
  return { requestsASecond, dollars: computeMonthlyCost({ name: "", layout, eventsARequest }, events).total };
}
