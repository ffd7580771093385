/** Writes the body of a request. Pure. */
import { toJson } from "../to-json.ts";
import type { BatchReport } from "./drop-reports.ts";
import type { QueuedBatch } from "./queued-event.ts";

/** The events are JSON already, and stay byte for byte what was tracked. */
export function writeBody({ id, events }: QueuedBatch, stream: BatchReport["stream"], nowMs: number): string {
  const head = toJson({ batch_id: id, sent_at: new Date(nowMs).toISOString(), stream });
  const list = [...events.values()].map(({ json }) => json);
  return `${head.slice(0, -1)},"events":[${list.join()}]}`;
}
