/** `npm run load`: this ingest and a workshop's handler side by side, its memory, and its cold start. Takes 4 minutes. */
import { parseArgs } from "node:util";
import { startChild } from "./child.ts";
import { measureColdStarts } from "./cold-start.ts";
import { CONTENDERS } from "./contenders.ts";
import { measureAlone, measureGateway, measureMemory, type Figures } from "./measure.ts";

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

const storage = startChild("s3-stand-in.ts", { LATENCY_MS: "20", SLOW_DOWN_SHARE: "0.01" });
const endpoint = `http://127.0.0.1:${String(await storage.next())}`;

for (const [title, measure] of [
  ["The handler alone", measureAlone],
  ["Behind the local gateway", measureGateway],
] as const) {
  const figures: Figures[] = [];
  for (const contender of CONTENDERS) figures.push(await measure(contender, endpoint, durationMs));
  printTable(title, figures);
  const factors = CONTENDERS.map(({ id }, at) => [id, timesFirst(figures, at)] as const);
  const best = Math.max(...factors.filter(([id]) => id === "batch" || id === "event").map(([, factor]) => factor));
  if (best < GOAL) failures.push(`${title}: ${best.toFixed(1)} times the workshop handler, not ${String(GOAL)}`);
}

const batch = CONTENDERS.find(({ id }) => id === "batch");
if (batch !== undefined) {
  const samples = await measureMemory(batch, endpoint, Number(options.events));
  console.log("\n### Memory\n\n| events | heap after collection | resident |\n| ---: | ---: | ---: |");
  for (const { events, heapMb, rssMb } of samples) {
    console.log(`| ${events.toLocaleString("en")} | ${heapMb.toFixed(1)} MB | ${rssMb.toFixed(0)} MB |`);
  }
  const growth = (samples.at(-1)?.heapMb ?? Infinity) / (samples[1]?.heapMb ?? 1);
  if (growth > MAX_GROWTH) failures.push(`the heap grew by a factor of ${growth.toFixed(2)}`);
}
await storage.stop();

console.log(
  "\n### Cold start\n\n| bundle | size | import | first answer | together |\n| --- | ---: | ---: | ---: | ---: |",
);
for (const { name, bytes, importMs, answerMs } of await measureColdStarts(Number(options.starts))) {
  const cells = [
    `${(bytes / 1_000).toFixed(0)} kB`,
    ...[importMs, answerMs, importMs + answerMs].map((ms) => `${ms.toFixed(0)} ms`),
  ];
  console.log(`| ${name} | ${cells.join(" | ")} |`);
}

for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

function timesFirst(figures: readonly Figures[], at: number): number {
  return (figures[at]?.eventsACpuSecond ?? 0) / (figures[0]?.eventsACpuSecond ?? 1);
}

function printTable(title: string, figures: readonly Figures[]): void {
  console.log(`\n### ${title}\n\n| | events a CPU second | times | events a second | p50 | p95 | p99 | failed |`);
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const [at, { name }] of CONTENDERS.entries()) {
    const one = figures[at];
    if (one === undefined) continue;
    const counts = [one.eventsACpuSecond, one.eventsASecond].map((count) => Math.round(count).toLocaleString("en"));
    const latencies = [one.p50Ms, one.p95Ms, one.p99Ms].map((ms) => `${ms.toFixed(0)} ms`);
    const cells = [name, counts[0], timesFirst(figures, at).toFixed(1), counts[1], ...latencies, one.failed];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
