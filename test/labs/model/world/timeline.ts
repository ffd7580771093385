/** Simulated time: what is due happens in order, and each step is done, its promises included, before the next. */
import type { Undo } from "../../../../src/platform/platform.ts";

export interface Timeline {
  /** Milliseconds since the epoch, by a clock that never jumps. */
  nowMs(): number;
  after(delayMs: number, run: () => void): Undo;
  /** Does something now, and all that follows from it at once. */
  step(run: () => void): Promise<void>;
  advance(ms: number): Promise<void>;
}

interface Entry {
  readonly atMs: number;
  readonly run: () => void;
}

/** `onStepDone` is called when a step is done. */
export function createTimeline(startMs: number, onStepDone: () => void): Timeline {
  /** Sorted by time; of two at the same time, the first made comes first. */
  const entries: Entry[] = [];
  let nowMs = startMs;

  const step = async (run: () => void): Promise<void> => {
    run();
    // All promises that can be kept are kept when the event loop comes round.
    await new Promise((resolve) => setImmediate(resolve));
    onStepDone();
  };

  return {
    nowMs: () => nowMs,
    after(delayMs, run) {
      const entry = { atMs: nowMs + Math.max(0, delayMs), run };
      const place = entries.findLastIndex(({ atMs }) => atMs <= entry.atMs);
      entries.splice(place + 1, 0, entry);
      return () => {
        const index = entries.indexOf(entry);
        if (index >= 0) entries.splice(index, 1);
      };
    },
    step,
    async advance(ms) {
      const endMs = nowMs + ms;
      for (let [next] = entries; next && next.atMs <= endMs; [next] = entries) {
        entries.shift();
        nowMs = next.atMs;
        await step(next.run);
      }
      nowMs = endMs;
    },
  };
}
