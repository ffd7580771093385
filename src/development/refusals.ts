/** Says once why an endpoint takes nothing. A visitor's console has no reader, so only in development. */
import { judge } from "../delivery/judge.ts";
import { warn } from "../platform/console.ts";
import type { Outcome, Platform } from "../platform/platform.ts";

/** Returns the platform, which now tells of the first request that the endpoint does not take. */
export function tellRefusal(platform: Platform, endpoint = ""): Platform {
  let hasSaid = false;
  return {
    ...platform,
    async send(request) {
      const outcome = await platform.send(request);
      // What is sent as the page goes is cut off, or its answer is.
      const advice = hasSaid || request.keepalive ? undefined : adviceOnOutcome(outcome);
      if (advice !== undefined) {
        hasSaid = true;
        warn(`clickstream: ${endpoint} ${advice}`);
      }
      return outcome;
    },
  };
}

/** Pure. Nothing is said of what passes by itself: too many requests, a server that is overloaded. */
function adviceOnOutcome(outcome: Outcome): string | undefined {
  const { status } = outcome;
  if (status === 0) return "gives no answer that this page may read: is it up, and does it allow this origin (CORS)?";
  if (judge(outcome, "", 0).kind !== "hold") return undefined;
  return `answers ${status}: is that the whole URL, with stage and route, and may this page call it? Events wait.`;
}
