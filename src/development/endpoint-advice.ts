/** Warns once why an endpoint takes no events. */
import { kindOf } from "../delivery/judge.ts";
import type { TrackerOptions } from "../options.ts";
import { warn } from "../platform/console.ts";
import type { Outcome, Platform } from "../platform/platform.ts";
import type { Batch } from "../wire.ts";

/** Of an answer that is no acknowledgement, this much is shown. */
const SHOWN_CHARS = 60;

/** Returns the platform, which now warns of the first request that the endpoint does not take. */
export function withEndpointAdvice(platform: Platform, { endpoint = "", acknowledge }: TrackerOptions): Platform {
  let hasWarned = false;
  return {
    ...platform,
    async send(request) {
      const outcome = await platform.send(request);
      // A request of a page that is left may be cut off, or its answer is.
      const advice =
        hasWarned || request.keepalive
          ? undefined
          : adviceOnOutcome(outcome, acknowledge === "status" ? "" : batchIdOf(request.body));
      if (advice !== undefined) {
        hasWarned = true;
        warn(`clickstream: ${endpoint} ${advice}`);
      }
      return outcome;
    },
  };
}

/** The `batch_id` of a request, which an acknowledgement names. */
function batchIdOf(body: string): string {
  return String((JSON.parse(body) as Partial<Batch>).batch_id);
}

/** Pure. There is no advice on what ends by itself: too many requests, a server that is overloaded. */
function adviceOnOutcome({ status, body = "", isRedirected }: Outcome, batchId: string): string | undefined {
  if (status === 0)
    return "gives no answer that this page may read. Is it running, and does it allow this origin (CORS)?";
  if (isRedirected) return `redirects with ${status} to another address. Name that one. Events are kept.`;
  if (status >= 200 && status < 300 && !body.includes(batchId)) {
    const shown = body.slice(0, SHOWN_CHARS).trim();
    return (
      `answers ${status} with ${shown ? `"${shown}"` : "nothing"}, which does not name the batch. Is it the ingest? ` +
      'Events are kept. For an endpoint of another maker, choose acknowledge: "status".'
    );
  }
  if (kindOf(status, 1) !== "misconfigured") return undefined;
  return `answers ${status}. Is that the whole URL, with stage and route, and may this page call it? Events are kept.`;
}
