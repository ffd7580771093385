/** Shows events on the console where no endpoint is set, so that a page can be built before its ingest. */
import type { Platform } from "../platform/platform.ts";
import type { Batch } from "../wire.ts";

/** Returns a platform whose network is the console. */
export function toDryRun(platform: Platform): Platform {
  platform.warn("clickstream: no endpoint, so events are only shown here");
  return {
    ...platform,
    send({ body }) {
      for (const event of (JSON.parse(body) as Batch).events) platform.log("clickstream:", event);
      return Promise.resolve({ kind: "answered", status: 200, body: "" });
    },
  };
}
