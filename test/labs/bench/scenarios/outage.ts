/** The endpoint answers 503 to ten thousand events: what does the page have to remember? */
import type { CDPSession } from "puppeteer-core";
import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "../contenders.ts";
import type { Sample } from "../metrics.ts";
import { visit, type BenchEnvironment } from "../visit.ts";

const EVENTS = 10_000;

/** Time for the requests under way to fail. */
const SETTLE_MS = 2_000;

export function measureOutage(environment: BenchEnvironment, contender: Contender): Promise<Sample> {
  return visit(environment, { contender, isOutage: true }, async ({ page, devtools, createMs }) => {
    const beforeBytes = await heapBytes(devtools);
    const trackMs = await page.evaluate((events) => window.bench.trackMany(events), EVENTS);
    await sleep(SETTLE_MS);
    return {
      createMs,
      outageUs: (trackMs * 1_000) / EVENTS,
      heapMb: ((await heapBytes(devtools)) - beforeBytes) / 1e6,
    };
  });
}

/** Returns what is reachable: objects of JavaScript, those of the browser behind them, and their buffers. */
async function heapBytes(devtools: CDPSession): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await devtools.send("Runtime.getHeapUsage");
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}
