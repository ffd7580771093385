/** What the bench can ask of an open page. Times are those that the main thread was kept, microtasks counted. */
import { buildCartEvent } from "./cart-event.ts";
import type { Create, Track } from "./contender.ts";
import { longestBlockMs } from "./longest-block.ts";
import { pause } from "./pause.ts";
import { runTask } from "./task.ts";

export interface BenchPage {
  /** Makes the tracker, and returns how long that took. */
  create(endpoint: string): Promise<number>;
  /** Tracks one event at a time, and returns how long each took. */
  trackSteadily(events: number, everyMs: number): Promise<readonly number[]>;
  /** Tracks all events in one task. */
  trackAtOnce(events: number, watchMs: number): Promise<{ readonly trackMs: number; readonly blockMs: number }>;
  /** Tracks many events, a few in each task, and returns how long all took together. */
  trackMany(events: number): Promise<number>;
}

/** So few that the page could still scroll, so many that ten thousand are tracked within seconds. */
const EVENTS_PER_TASK = 50;

declare global {
  interface Window {
    readonly bench: BenchPage;
  }
}

/** Makes a contender's page answer to the bench, as `window.bench`. */
export function expose(create: Create): void {
  Object.assign(window, { bench: createBenchPage(create) });
}

function createBenchPage(create: Create): BenchPage {
  let track: Track = () => {
    throw new Error("No tracker yet");
  };

  /** The objects are made before the clock runs. */
  const trackIn = (events: number): (() => void) => {
    const made = Array.from({ length: events }, buildCartEvent);
    return () => {
      for (const event of made) track(event);
    };
  };

  return {
    create: (endpoint) =>
      runTask(() => {
        track = create(endpoint);
      }),
    async trackSteadily(events, everyMs) {
      const durationsMs: number[] = [];
      for (let tracked = 0; tracked < events; tracked++) {
        await pause(everyMs);
        durationsMs.push(await runTask(trackIn(1)));
      }
      return durationsMs;
    },
    async trackAtOnce(events, watchMs) {
      const trackMs = await runTask(trackIn(events));
      return { trackMs, blockMs: await longestBlockMs(watchMs) };
    },
    async trackMany(events) {
      let sumMs = 0;
      for (let left = events; left > 0; left -= EVENTS_PER_TASK) {
        await pause(0);
        sumMs += await runTask(trackIn(Math.min(left, EVENTS_PER_TASK)));
      }
      return sumMs;
    },
  };
}
