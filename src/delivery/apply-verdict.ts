/** Applies the verdict on a batch: each of its events is removed, dropped for a reason, or kept for a later try. */
import type { Verdict } from "./judge.ts";
import { MAX_QUEUED_MS } from "./limits.ts";
import type { Outbox } from "./outbox.ts";
import type { QueuedBatch } from "./queued-event.ts";

/** Returns whether something of the batch has to wait for a later try. */
export function applyVerdict(
  batch: QueuedBatch,
  { kind, rejected, retry }: Verdict,
  outbox: Pick<Outbox, "has" | "remove" | "drop">,
): boolean {
  const hasFailed = kind === "retry" || kind === "misconfigured";
  // Only after a failed try: a clock that is days ahead costs nothing while the endpoint answers.
  const isExpired = hasFailed && batch.ageMs > MAX_QUEUED_MS;
  let mustWait = hasFailed;

  for (const key of batch.events.keys()) {
    // Of two requests for one event, the first answer counts.
    if (!outbox.has(key)) continue;

    if (isExpired) outbox.drop(key, "expired");
    else if (rejected.has(key)) outbox.drop(key, "rejected", rejected.get(key));
    else if (retry.has(key)) mustWait = true;
    else if (kind === "acknowledged") outbox.remove(key);
  }
  return mustWait;
}
