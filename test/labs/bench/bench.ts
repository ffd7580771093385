/** `npm run bench`: clickstream-js and its peers side by side, in the page of a real browser. Takes 15 minutes. */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { bundlePage } from "./bundle.ts";
import { openChromium } from "./chromium.ts";
import { startCollector } from "./collector.ts";
import { CONTENDERS, FLOOR, IDLE } from "./contenders.ts";
import { measureAll } from "./measure.ts";
import { installPeers } from "./install-peers.ts";
import { buildTable } from "./report.ts";
import { startSite } from "./site.ts";

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    /** How often each contender takes its turn. */
    rounds: { type: "string", default: "5" },
    /** Ids of those that take part, with commas. */
    only: { type: "string" },
    /** `--no-outage` leaves out what takes longest. */
    outage: { type: "boolean", default: true },
    /** Files to write the results to. */
    json: { type: "string" },
    markdown: { type: "string" },
  },
});

installPeers();
const contenders = CONTENDERS.filter(({ id }) => options.only?.split(",").includes(id) ?? true);
const scripts = new Map<string, string>();
for (const contender of [IDLE, FLOOR, ...contenders]) scripts.set(contender.id, await bundlePage(contender));

const [browser, site, collector] = await Promise.all([openChromium(), startSite(scripts), startCollector()]);
try {
  const rounds = Number(options.rounds);
  const results = await measureAll(
    { browser, site, collector },
    { contenders, rounds, withOutage: options.outage },
    (turn) => console.error(turn),
  );
  const version = await browser.version();
  const report = `${version}, medians of ${rounds} rounds. In brackets: times the hand-written fetch.\n\n${buildTable(results)}`;

  console.log(report);
  if (options.markdown !== undefined) await writeFile(options.markdown, report);
  if (options.json !== undefined) await writeFile(options.json, JSON.stringify({ version, rounds, results }, null, 2));
} finally {
  await browser.close();
  await site.close();
  await collector.close();
}
