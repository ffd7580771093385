/** `npm run load`: this ingest and a workshop's handler side by side, its memory, and its cold start. Takes 4 minutes. */
import { parseArgs } from "node:util";
import { buildMarkdownTable } from "../shared/markdown-table.ts";
import { startChild } from "./child-process.ts";
import { measureColdStarts } from "./cold-start.ts";
import { CONTENDERS } from "./contenders.ts";
import { measureAlone, measureGateway, measureMemory, type Metrics } from "./measure.ts";

const { values: options } = parseArgs({
  options: {
    /** How long each contender is driven. */
    seconds: { type: "string", default: "5" },
    /** Events of the memory run. */
    events: { type: "string", default: "1000000" },
    /** Fresh processes for each kind of client. */
    starts: { type: "string", default: "15" },
  },
});

/** The goal: so many times the workshop handler's events of a second of CPU, at 20 events a batch. */
const GOAL = 10;
/** Heap after garbage collection may grow by so much from the second sample to the last. */
const MAX_GROWTH = 1.1;

const durationMs = Number(options.seconds) * 1_000;
const failures: string[] = [];

const storage = startChild("fake-s3.ts", { LATENCY_MS: "20", SLOW_DOWN_SHARE: "0.01" });
const endpoint = `http://127.0.0.1:${String(await storage.next())}`;

for (const [title, measure] of [
  ["The handler alone", measureAlone],
  ["Behind the local gateway", measureGateway],
] as const) {
  const metrics: Metrics[] = [];
  for (const contender of CONTENDERS) metrics.push(await measure(contender, endpoint, durationMs));
  printMetrics(title, metrics);
  const factors = CONTENDERS.map(({ id }, at) => [id, timesFirst(metrics, at)] as const);
  const best = Math.max(...factors.filter(([id]) => id === "batch" || id === "event").map(([, factor]) => factor));
  if (best < GOAL) failures.push(`${title}: ${best.toFixed(1)} times the workshop handler, not ${String(GOAL)}`);
}

const batch = CONTENDERS.find(({ id }) => id === "batch");
if (batch !== undefined) {
  const samples = await measureMemory(batch, endpoint, Number(options.events));
  const rows = samples.map(({ events, heapMb, rssMb }) => [
    events.toLocaleString("en"),
    `${heapMb.toFixed(1)} MB`,
    `${rssMb.toFixed(0)} MB`,
  ]);
  print("Memory", ["events", "heap after collection", "resident"], rows);
  const growth = (samples.at(-1)?.heapMb ?? Infinity) / (samples[1]?.heapMb ?? 1);
  if (growth > MAX_GROWTH) failures.push(`the heap grew by a factor of ${growth.toFixed(2)}`);
}
await storage.stop();

const coldStarts = await measureColdStarts(Number(options.starts));
const coldStartRows = coldStarts.map(({ name, bytes, importMs, answerMs }) => [
  name,
  `${(bytes / 1_000).toFixed(0)} kB`,
  ...[importMs, answerMs, importMs + answerMs].map((ms) => `${ms.toFixed(0)} ms`),
]);
print("Cold start", ["bundle", "size", "import", "first answer", "together"], coldStartRows);

for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

function timesFirst(metrics: readonly Metrics[], at: number): number {
  return (metrics[at]?.eventsACpuSecond ?? 0) / (metrics[0]?.eventsACpuSecond ?? 1);
}

function printMetrics(title: string, metrics: readonly Metrics[]): void {
  const rows = metrics.map((one, at) => {
    const counts = [one.eventsACpuSecond, one.eventsASecond].map((count) => Math.round(count).toLocaleString("en"));
    const [eventsACpuSecond = "", eventsASecond = ""] = counts;
    const latencies = [one.p50Ms, one.p95Ms, one.p99Ms].map((ms) => `${ms.toFixed(0)} ms`);
    const times = timesFirst(metrics, at).toFixed(1);
    return [CONTENDERS[at]?.name ?? "", eventsACpuSecond, times, eventsASecond, ...latencies, String(one.failed)];
  });
  print(title, ["", "events a CPU second", "times", "events a second", "p50", "p95", "p99", "failed"], rows);
}

function print(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(`\n### ${title}\n\n${buildMarkdownTable(head, rows)}`);
}
