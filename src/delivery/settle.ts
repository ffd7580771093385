/** Carries out a verdict on a segment: it leaves the outbox, in whole or in part, or stays. */
import type { Rejection } from "../wire.ts";
import type { Verdict } from "./judge.ts";
import type { DropReason } from "./ledger.ts";
import type { Outbox, Segment } from "./outbox.ts";
import { idOf } from "./queued-event.ts";

export type OnDrop = (reason: DropReason, events: readonly string[], code?: string) => void;

/** Three days: the ingest finds an event's own folder for seven, and Safari keeps a page's storage no longer. */
const MAX_AGE_MS = 259_200_000;

/** Returns whether something of the segment has to wait for a later try. */
export function settle(segment: Segment, verdict: Verdict, nowMs: number, outbox: Outbox, onDrop: OnDrop): boolean {
  // Of two requests for one segment, the first answer settles it.
  const events = outbox.has(segment.key) ? segment.events : [];
  switch (verdict.kind) {
    case "acknowledged": {
      for (const rejection of verdict.rejected) {
        onDrop("rejected", events.filter(isAbout(rejection)), rejection.code);
      }
      const again = events.filter((json) => verdict.retry.includes(idOf(json)));
      outbox.replace(segment, [again]);
      return again.length > 0;
    }
    case "split": {
      const middle = events.length >> 1;
      if (middle === 0) onDrop("rejected", events);
      outbox.replace(segment, middle === 0 ? [] : [events.slice(0, middle), events.slice(middle)]);
      return false;
    }
    case "retry":
    case "hold":
      // Only after a failed try: a clock that is days ahead costs nothing while the endpoint answers.
      if (nowMs - segment.createdAtMs > MAX_AGE_MS) {
        onDrop("expired", events);
        outbox.replace(segment, []);
      }
      return true;
  }
}

function isAbout(rejection: Rejection): (json: string, index: number) => boolean {
  return (json, index) => ("index" in rejection ? rejection.index === index : rejection.event_id === idOf(json));
}
