/** Carries out a verdict on a batch: its events leave the outbox, each for a reason, or stay. */
import type { Store } from "../platform/platform.ts";
import type { Verdict } from "./judge.ts";
import type { Outbox, QueuedBatch } from "./outbox.ts";
import { idOf } from "./queued-event.ts";

export interface SettleParts {
  readonly nowMs: number;
  readonly store: Store;
  readonly outbox: Outbox;
}

/** Returns whether something of the batch has to wait for a later try. */
export function settle(batch: QueuedBatch, verdict: Verdict, { nowMs, store, outbox }: SettleParts): boolean {
  const { kind, refusals, postponed } = verdict;
  let mustWait = kind === "retry" || kind === "hold";
  for (const [key, json] of batch.events) {
    // Of two requests for one event, the first answer settles it.
    if (store.read(key) === undefined) continue;
    if (kind === "acknowledged") {
      const id = idOf(json);
      const refusal = refusals.find((each) => each?.event_id === id);
      if (refusal) outbox.drop(key, "rejected", refusal.code);
      else if (postponed.includes(id)) mustWait = true;
      else store.remove(key);
    } else if (mustWait) {
      // Three days: the ingest finds an event's own folder for seven, and Safari keeps a page's storage no longer. Only
      // after a failed try: a clock that is days ahead costs nothing while the endpoint answers.
      if (nowMs - parseInt(batch.id, 36) > 259_200_000) outbox.drop(key, "expired");
    } else if (batch.events.size === 1) outbox.drop(key, "rejected");
  }
  return mustWait;
}
