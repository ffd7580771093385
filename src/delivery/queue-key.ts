/** Names a queued event: its batch, its place and its size are in the key, so that nothing has to be read. Pure. */

/** Any script may write into a page's storage, so any part of a key may be missing. */
export interface QueueKey {
  /** `<time>-<page_load_id>`, the time in base 36, so that ids sort by it. */
  readonly batchId: string;
  /** When the batch was begun, by the visitor's clock. 0 where it can't be read. */
  readonly createdMs: number;
  /** The page load that tracked the event. */
  readonly pageLoadId: string;
  /** The event's `event_seq`. */
  readonly seq: number;
  /** The length of the event's JSON, in UTF-16 code units. */
  readonly chars: number;
}

export function buildBatchId(createdMs: number, pageLoadId: string): string {
  return `${createdMs.toString(36)}-${pageLoadId}`;
}

/** `seq` has so many digits that the keys of a batch sort by it. */
export function buildQueueKey(batchId: string, seq: number, chars: number): string {
  return `${batchId}:${String(seq).padStart(7, "0")}:${chars}`;
}

export function parseQueueKey(key: string): QueueKey {
  const [batchId = "", seq, chars] = key.split(":");
  return {
    batchId,
    createdMs: parseInt(batchId, 36) || 0,
    pageLoadId: batchId.slice(batchId.indexOf("-") + 1),
    seq: Number(seq) || 0,
    chars: Number(chars) || 0,
  };
}
