/** Applies the verdict on a batch: each of its events is removed, dropped for a reason, or kept for a later try. */
import type { Store } from "../platform/platform.ts";
import type { Verdict } from "./judge.ts";
import { MAX_QUEUED_MS } from "./limits.ts";
import type { Outbox, QueuedBatch } from "./outbox.ts";
import { eventIdOf } from "./queued-event.ts";

export interface ApplyVerdictParts {
  readonly nowMs: number;
  readonly store: Store;
  readonly outbox: Pick<Outbox, "drop">;
}

/** Returns whether something of the batch has to wait for a later try. */
export function applyVerdict(batch: QueuedBatch, verdict: Verdict, parts: ApplyVerdictParts): boolean {
  const { kind, rejected, retry } = verdict;
  const { nowMs, store, outbox } = parts;
  let mustWait = kind === "retry" || kind === "misconfigured";
  // Only after a failed try: a clock that is days ahead costs nothing while the endpoint answers.
  const isExpired = mustWait && nowMs - batch.createdMs > MAX_QUEUED_MS;
  const isRefusedAlone = kind === "split" && batch.events.size === 1;

  for (const [key, json] of batch.events) {
    // Of two requests for one event, the first answer counts.
    if (store.read(key) === undefined) continue;

    if (kind === "acknowledged") {
      const id = eventIdOf(json);
      const rejection = rejected.find((each) => each?.event_id === id);
      if (rejection) outbox.drop(key, "rejected", rejection.code);
      else if (retry.includes(id)) mustWait = true;
      else store.remove(key);
    }
    if (isExpired) outbox.drop(key, "expired");
    if (isRefusedAlone) outbox.drop(key, "rejected");
  }
  return mustWait;
}
