/** What a page does beside a hostile script or server: some events in a second, sent soon and often. */
import type { Task } from "../environment.ts";

export const HOST_TASK: Task = { count: 40, everyMs: 25, flushIntervalMs: 200, requestTimeoutMs: 3_000 };

/** From the load of the page. Its last event comes after a second. */
export const OUTAGE_MS = 1_500;
