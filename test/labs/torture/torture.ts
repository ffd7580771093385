/** `npm run torture`: real browsers, real HTTP, the real ingest, and everything that can go wrong between them. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { ENGINES } from "./engines/engines.ts";
import type { TortureEngine } from "./engines/engine.ts";
import { listFailures, type Result, type Row } from "./results.ts";
import { runScenarios } from "./run-scenarios.ts";
import { FULL, SHORT } from "./scale.ts";
import { SCENARIOS } from "./scenarios.ts";
import { bundlePage } from "./site.ts";
import { buildTable } from "./table.ts";

const { values: options } = parseArgs({
  options: {
    /** What CI has time for. */
    short: { type: "boolean", default: false },
    /** All engines at the same time: waiting is most of what a run does. */
    together: { type: "boolean", default: false },
    /** Chromium, Firefox or WebKit, with commas. */
    engine: { type: "string" },
    /** Ids of scenarios, with commas. */
    only: { type: "string" },
    /** File for the results. */
    json: { type: "string", default: ".clickstream/torture.json" },
  },
});

const engines = ENGINES.filter(({ name }) => isAsked(options.engine, name));
const scenarios = SCENARIOS.filter(({ id }) => isAsked(options.only, id));
if (engines.length === 0 || scenarios.length === 0) throw new TypeError("no such engine or no such scenario");
const absent = engines.flatMap(({ name, missing }) => (missing === undefined ? [] : [`${name} needs ${missing}`]));
// What is left out there, nobody would notice.
if (process.env["CI"] && absent.length > 0) throw new Error(`CI has to run all engines: ${absent.join(", ")}`);

const scale = options.short ? SHORT : FULL;
const page = await bundlePage();
const results = new Map<string, Result>();
const run = (engine: TortureEngine): Promise<void> =>
  runScenarios(engine, scenarios, {
    scale,
    page,
    onResult({ id, title }, result) {
      results.set(`${id} ${engine.name}`, result);
      console.error(
        `${Math.round(performance.now() / 1_000)} s ${engine.name}: ${id} ${title}: ${listFailures(result).join(", ") || result.kind}`,
      );
    },
  });
if (options.together) await Promise.all(engines.map(run));
else for (const engine of engines) await run(engine);

const rows = scenarios.map(({ id, title }): Row => {
  const named = engines.map(({ name }) => [name, results.get(`${id} ${name}`)] as const);
  return {
    id,
    title,
    results: Object.fromEntries(named.flatMap(([name, result]) => (result ? [[name, result]] : []))),
  };
});
console.log(buildTable(engines, rows));
await mkdir(dirname(options.json), { recursive: true });
await writeFile(options.json, JSON.stringify({ scale, rows }, null, 2));
if ([...results.values()].some((result) => listFailures(result).length > 0)) process.exitCode = 1;

function isAsked(list: string | undefined, name: string): boolean {
  return list?.toLowerCase().split(",").includes(name.toLowerCase()) ?? true;
}
