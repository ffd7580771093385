/** `npm run torture`: real browsers, real HTTP, the real ingest, and everything that can go wrong between them. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { ENGINES } from "./engines/engines.ts";
import type { TortureEngine } from "./engines/visitor.ts";
import { listFaults, type Cell, type Row } from "./figures.ts";
import { playAll } from "./play.ts";
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

const scale = options.short ? SHORT : FULL;
const page = await bundlePage();
const cells = new Map<string, Cell>();
const play = (engine: TortureEngine): Promise<void> =>
  playAll(engine, scenarios, {
    scale,
    page,
    onCell({ id, title }, cell) {
      cells.set(`${id} ${engine.name}`, cell);
      console.error(
        `${Math.round(performance.now() / 1_000)} s ${engine.name}: ${id} ${title}: ${listFaults(cell).join(", ") || cell.kind}`,
      );
    },
  });
if (options.together) await Promise.all(engines.map(play));
else for (const engine of engines) await play(engine);

const rows = scenarios.map(({ id, title }): Row => {
  const named = engines.map(({ name }) => [name, cells.get(`${id} ${name}`)] as const);
  return { id, title, cells: Object.fromEntries(named.flatMap(([name, cell]) => (cell ? [[name, cell]] : []))) };
});
console.log(buildTable(engines, rows));
await mkdir(dirname(options.json), { recursive: true });
await writeFile(options.json, JSON.stringify({ scale, rows }, null, 2));
if ([...cells.values()].some((cell) => listFaults(cell).length > 0)) process.exitCode = 1;

function isAsked(list: string | undefined, name: string): boolean {
  return list?.toLowerCase().split(",").includes(name.toLowerCase()) ?? true;
}
