/** A script that tracks a thousand events at once: what does each cost, and how long is the page deaf afterwards? */
import type { Contender } from "../contenders.ts";
import type { Sample } from "../metrics.ts";
import { visit, type BenchEnvironment } from "../visit.ts";

const EVENTS = 1_000;
const WATCH_MS = 5_000;

export function measureBurst(environment: BenchEnvironment, contender: Contender): Promise<Sample> {
  return visit(environment, { contender, isOutage: false }, async ({ page, collector, createMs }) => {
    const { trackMs, blockMs } = await page.evaluate(
      (events, watchMs) => window.bench.trackAtOnce(events, watchMs),
      EVENTS,
      WATCH_MS,
    );
    return {
      createMs,
      burstUs: (trackMs * 1_000) / EVENTS,
      blockMs,
      burstEvents: collector.traffic().events,
    };
  });
}
