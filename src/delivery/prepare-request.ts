/** Prepares the request for a batch. Pure. */
import { byteLength } from "../byte-length.ts";
import type { OutgoingRequest, RequestSettings } from "../platform/platform.ts";
import { toJson } from "../to-json.ts";
import type { BatchReport } from "./drop-reports.ts";
import type { QueuedBatch } from "./queued-event.ts";

export interface PreparedRequest {
  readonly batch: QueuedBatch;
  readonly request: OutgoingRequest;
  /** What it takes of the keepalive budget. */
  readonly keepaliveBytes: number;
  readonly forgetReported: () => void;
}

export interface RequestParts {
  readonly settings: RequestSettings;
  readonly report: BatchReport;
  readonly nowMs: number;
  readonly keepalive: boolean;
}

export function prepareRequest(batch: QueuedBatch, parts: RequestParts): PreparedRequest {
  const { settings, report, nowMs, keepalive } = parts;
  const body = writeBody(batch, report.stream, nowMs);
  return {
    batch,
    request: { ...settings, body, keepalive },
    keepaliveBytes: keepalive ? byteLength(body) : 0,
    forgetReported: report.forgetReported,
  };
}

/** The events are JSON already, and stay byte for byte what was tracked. */
function writeBody({ id, events }: QueuedBatch, stream: BatchReport["stream"], nowMs: number): string {
  const head = toJson({ batch_id: id, sent_at: new Date(nowMs).toISOString(), stream });
  const list = [...events.values()].map(({ json }) => json);
  return `${head.slice(0, -1)},"events":[${list.join()}]}`;
}
