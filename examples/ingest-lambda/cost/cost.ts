/** `npm run cost` prints the tables of docs/storage.md: the price of a month, the load of a folder, events stored twice. */
import { DAY_RULES, simulateMonth } from "./day-boundary.ts";
import { computeMonthlyCost, INTERVAL_WAYS, WAYS, type Way } from "./model.ts";
import { MAX_EVENTS } from "../src/limits.ts";
import { computeDailyAttack, RATE_LIMIT } from "./attack.ts";
import { eventsARequest, MEASURED } from "./measured-requests.ts";
import { computePrefixLoad, PUTS_A_SECOND } from "./prefix.ts";

const VOLUMES = [
  { name: "1 M", events: 1e6 },
  { name: "100 M", events: 100e6 },
  { name: "10 B", events: 10e9 },
];

const dollars = (amount: number): string =>
  amount >= 100 ? `$${Math.round(amount).toLocaleString("en")}` : `$${amount.toFixed(2)}`;
const count = (amount: number): string =>
  amount >= 10 ? Math.round(amount).toLocaleString("en") : amount.toFixed(amount >= 0.1 || amount === 0 ? 1 : 4);

console.log("### US dollars a month\n");
printTable(
  ["", ...VOLUMES.map(({ name }) => `${name} events`), "of 100 M: puts", "gateway", "Lambda", "Firehose", "logs"],
  WAYS.map((way) => {
    const { puts, gateway, lambda, firehose, logs } = computeMonthlyCost(way, 100e6);
    const totals = VOLUMES.map(({ events }) => computeMonthlyCost(way, events).total);
    return [way.name, ...[...totals, puts, gateway, lambda, firehose, logs].map(dollars)];
  }),
);

console.log(
  "\n### A visit to the shop of `npm start`, by the interval of sending, and 100 M such events a month (`batch`)\n",
);
printTable(
  ["", "events", "requests", "events a request", "a month"],
  MEASURED.intervals.map((visit, at) => [
    INTERVAL_WAYS[at]?.name ?? "",
    String(visit.events),
    String(visit.requests),
    eventsARequest(visit).toFixed(2),
    dollars(INTERVAL_WAYS[at] ? computeMonthlyCost(INTERVAL_WAYS[at], 100e6).total : Number.NaN),
  ]),
);

/** Of version 0.1.0, for comparison. */
const MAX_EVENTS_BEFORE = 500;
const LAYOUTS: readonly Way["layout"][] = ["event", "batch", "firehose"];
console.log(`\n### What a stranger can make it spend in a day, with ${String(MAX_EVENTS)} events a request\n`);
printTable(
  [
    "",
    "10 requests a second",
    `with ${String(MAX_EVENTS_BEFORE)} events`,
    `the rate limit of ${String(RATE_LIMIT)}`,
    `with ${String(MAX_EVENTS_BEFORE)} events`,
  ],
  LAYOUTS.map((layout) => [
    `\`${layout}\``,
    ...[10, RATE_LIMIT].flatMap((rate) =>
      [MAX_EVENTS, MAX_EVENTS_BEFORE].map((events) => dollars(computeDailyAttack(layout, events, rate).dollars)),
    ),
  ]),
);

console.log(
  `\n### Puts a second into one day's folder (S3 takes ${PUTS_A_SECOND.toLocaleString("en")} of a new one)\n`,
);
printTable(
  ["", ...VOLUMES.map(({ name }) => `${name}: mean / peak`), "10 B: refused after midnight"],
  WAYS.filter(({ layout }) => layout !== "firehose").map((way) => {
    const loads = VOLUMES.map(({ events }) => computePrefixLoad(way, events));
    const cells = loads.map(
      ({ meanPutsASecond, peakPutsASecond }) => `${count(meanPutsASecond)} / ${count(peakPutsASecond)}`,
    );
    return [way.name, ...cells, count(loads.at(-1)?.refusedAtMidnight ?? 0)];
  }),
);

const BATCHES = 1_000_000;
console.log(
  `\n### Events stored twice, of a million (${(BATCHES * 20).toLocaleString("en")} simulated, 3 % of the answers lost)\n`,
);
const twice = simulateMonth(BATCHES);
printTable(
  ["", "stored twice"],
  DAY_RULES.map(({ name }, at) => [name, count(twice[at] ?? Number.NaN)]),
);

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const rule = head.map((_cell, at) => (at === 0 ? "---" : "---:"));
  for (const row of [head, rule, ...rows]) console.log(`| ${row.join(" | ")} |`);
}
