/** A visitor who does something all the time: what does a call cost, and what goes over the wire? */
import type { CDPSession } from "puppeteer-core";
import { setTimeout as sleep } from "node:timers/promises";
import type { Collector } from "../collector.ts";
import type { Contender } from "../contenders.ts";
import { mean, median } from "../../shared/statistics.ts";
import type { Sample } from "../metrics.ts";
import { visit, type BenchEnvironment } from "../visit.ts";

const EVENTS = 100;
const EVERY_MS = 20;

/** The longest that a contender's batch waits for its timer (PostHog: 3 s), and a bit. */
const ARRIVAL_MS = 4_000;

/** Time for the page to read the last answer. */
const SETTLE_MS = 300;

export function measureSteady(environment: BenchEnvironment, contender: Contender): Promise<Sample> {
  return visit(environment, { contender, isOutage: false }, async ({ page, devtools, collector, createMs }) => {
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    const beforeMs = await threadMs(devtools);
    const callsMs = await page.evaluate(
      (events, everyMs) => window.bench.trackSteadily(events, everyMs),
      EVENTS,
      EVERY_MS,
    );
    if (contender.marker) await arrival(collector);
    await sleep(SETTLE_MS);
    const spentMs = (await threadMs(devtools)) - beforeMs;

    const { requests, sentBytes, plainBytes } = collector.traffic();
    return {
      createMs,
      callMedianUs: median(callsMs) * 1_000,
      callMeanUs: mean(callsMs) * 1_000,
      threadUs: (spentMs * 1_000) / EVENTS,
      requests,
      sentBytes: sentBytes / EVENTS,
      plainBytes: plainBytes / EVENTS,
    };
  });
}

/** Returns the processor's time that the main thread has had so far. */
async function threadMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1_000;
}

/** @throws Error when a contender does not deliver although the endpoint works: its metrics would mean nothing. */
async function arrival(collector: Collector): Promise<void> {
  for (const endMs = Date.now() + ARRIVAL_MS; collector.traffic().events < EVENTS;) {
    if (Date.now() > endMs) throw new Error(`${collector.traffic().events} of ${EVENTS} events arrived`);
    await sleep(50);
  }
}
