/** Holds the calls of a tracker until the visitor has decided: each as a copy, with the time and the page of its call. */
import { attempt } from "./attempt.ts";
import type { Stats } from "./delivery/delivery.ts";
import type { DropReason } from "./delivery/drop-reports.ts";
import { MAX_QUEUED_CHARS, MAX_QUEUED_EVENTS } from "./delivery/limits.ts";
import type { Moment } from "./platform/consent-gate.ts";
import type { Platform } from "./platform/platform.ts";
import { parseJson, writeJson } from "./to-json.ts";

export interface HeldCall extends Partial<Moment> {
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface HeldCalls {
  /** @param args a plain copy of them; `undefined` where they are too large for an event */
  add(method: string, args: readonly unknown[] | undefined): void;
  stats(): Stats;
  /** Runs with each call in their order, and then with `skip` for each event that was too many to be held. */
  forEach(run: (call: HeldCall) => void): void;
}

const OVERFLOW: DropReason = "overflow";

export function createHeldCalls(platform: Platform): HeldCalls {
  /** As JSON, so that their size is known. */
  const texts: string[] = [];
  let events = 0;
  let chars = 0;
  let skipped = 0;

  return {
    add(method, args) {
      // None of these objects inherits a `toJSON` that a script of the page has put on all.
      const page = { __proto__: null, ...attempt(() => platform.page()) };
      const [nowMs, elapsedMs] = [platform.now(), platform.elapsed()];
      const text = args && attempt(() => writeJson({ __proto__: null, method, args, nowMs, elapsedMs, page }));
      const isEvent = method === "track";
      const isFull = events >= MAX_QUEUED_EVENTS || chars >= MAX_QUEUED_CHARS;
      if (isEvent && (isFull || !text)) skipped++;
      else if (text) {
        events += Number(isEvent);
        chars += text.length;
        texts.push(text);
      }
    },
    stats: () => ({
      tracked: events + skipped,
      waiting: events,
      dropped: skipped > 0 ? { [OVERFLOW]: skipped } : {},
    }),
    forEach(run) {
      for (const text of texts) run(parseJson(text) as HeldCall);
      for (; skipped > 0; skipped--) run({ method: "skip", args: [] });
    },
  };
}
