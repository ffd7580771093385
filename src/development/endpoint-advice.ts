/** Warns once why an endpoint takes no events. */
import { kindOf } from "../delivery/judge.ts";
import { warn } from "../platform/console.ts";
import type { Outcome, Platform } from "../platform/platform.ts";

/** Returns the platform, which now warns of the first request that the endpoint does not take. */
export function withEndpointAdvice(platform: Platform, endpoint = ""): Platform {
  let hasWarned = false;
  return {
    ...platform,
    async send(request) {
      const outcome = await platform.send(request);
      // A request of a page that is left may be cut off, or its answer is.
      const advice = hasWarned || request.keepalive ? undefined : adviceOnOutcome(outcome);
      if (advice !== undefined) {
        hasWarned = true;
        warn(`clickstream: ${endpoint} ${advice}`);
      }
      return outcome;
    },
  };
}

/** Pure. There is no advice on what ends by itself: too many requests, a server that is overloaded. */
function adviceOnOutcome(outcome: Outcome): string | undefined {
  const { status } = outcome;
  if (status === 0)
    return "gives no answer that this page may read. Is it running, and does it allow this origin (CORS)?";
  if (kindOf(status, 1) !== "misconfigured") return undefined;
  return `answers ${status}. Is that the whole URL, with stage and route, and may this page call it? Events are kept.`;
}
