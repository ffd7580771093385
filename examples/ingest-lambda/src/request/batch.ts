/** Reads what a batch says about itself: its id, when it was sent, and the report of its page load. Pure. */
import type { Batch, StreamReport } from "../../../../src/wire.ts";
import { isCount, isId, isSnakeCase, parseIsoMs } from "../formats.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { MAX_DROP_REASONS, MAX_PREVIOUS_STREAMS } from "../limits.ts";

/** What has another form than the wire's is `undefined`: it costs no event. */
export interface BatchFacts {
  readonly batchId: string | undefined;
  readonly sentAt: string | undefined;
  readonly stream: Batch["stream"] | undefined;
}

export function readBatch({ batch_id, sent_at, stream }: JsonObject): BatchFacts {
  return {
    batchId: isId(batch_id) ? batch_id : undefined,
    sentAt: typeof sent_at === "string" && parseIsoMs(sent_at) !== undefined ? sent_at : undefined,
    stream: readStream(stream),
  };
}

/**
 * Reads how many events a page load has tracked and dropped. Each file holds this report, so that the missing events
 * can be counted from the files alone: `missing = last_seq - stored - dropped`. For the same reason it is bounded.
 */
export function readStream(value: unknown): Batch["stream"] | undefined {
  const report = readReport(value);
  if (report === undefined || !isJsonObject(value) || !Array.isArray(value.previous)) return report;
  const previous = value.previous
    .slice(0, MAX_PREVIOUS_STREAMS)
    .map(readReport)
    .filter((other) => other !== undefined);
  // Most batches report no earlier page load, and an empty list would be stored with each event.
  return previous.length > 0 ? { ...report, previous } : report;
}

function readReport(value: unknown): StreamReport | undefined {
  if (!isJsonObject(value)) return undefined;
  const { page_load_id, counted_by, last_seq, dropped } = value;
  if (!isId(page_load_id) || !isCount(last_seq)) return undefined;
  // Without a valid `counted_by` the counts would be taken for those of the page load itself.
  if (counted_by !== undefined && !isId(counted_by)) return undefined;
  return { page_load_id, counted_by, last_seq, dropped: readDropped(dropped) };
}

function readDropped(value: unknown): Readonly<Record<string, number>> {
  if (!isJsonObject(value)) return {};
  const reasons = Object.entries(value).filter(
    (entry): entry is [string, number] => isSnakeCase(entry[0]) && isCount(entry[1]),
  );
  return Object.fromEntries(reasons.slice(0, MAX_DROP_REASONS));
}
