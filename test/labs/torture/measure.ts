/** Runs a scenario and counts what became of its events, from what the ingest stored. */
import { setTimeout as sleep } from "node:timers/promises";
import { compareStored } from "./compare-stored.ts";
import type { Metrics } from "./results.ts";
import { chooseFilesToDelete, countMissing } from "./completeness.ts";
import type { Scenario } from "./scenario.ts";
import type { Environment } from "./environment.ts";
import { waitUntil } from "./wait.ts";

/** How long a page may take to deliver its waiting events. */
const DELIVERY_MS = 20_000;

/** Requests that are under way when a page crashes arrive within this time. */
const IN_FLIGHT_MS = 1_000;

/** After all is stored, a page may still send something again, or report on the streams before it. */
const LATE_REQUESTS_MS = 1_500;

export async function measure({ run }: Scenario, environment: Environment): Promise<Metrics> {
  const { ingest, collector, site } = environment;
  const countLost = async (): Promise<number> => compareStored(await ingest.files(), environment.events()).lost;
  const settle = async (limitMs: number): Promise<number> => {
    await waitUntil(limitMs, async () => (await countLost()) === 0);
    return countLost();
  };

  const { isPageOpen, openNextPage } = await run(environment);
  const lostAtFirst = await settle(isPageOpen ? DELIVERY_MS : IN_FLIGHT_MS);
  await openNextPage(environment.nextUrl());
  const lost = await settle(DELIVERY_MS);
  const lostInTheEnd = lost > 0 ? await settle(DELIVERY_MS) : 0;
  await sleep(LATE_REQUESTS_MS);

  const files = await ingest.files();
  const { requests, bodyBytes } = collector.traffic();
  const missing = countMissing(files);
  const deleted = chooseFilesToDelete(files);
  for (const file of deleted) await ingest.remove(file);
  const { duplicates, unexpected } = compareStored(files, environment.events());
  return {
    tracked: environment.events(),
    lostAtFirst,
    lost,
    cameLate: lost - lostInTheEnd,
    duplicates,
    unexpected,
    exceptions: site.exceptions(),
    missing,
    deleted: deleted.length,
    deletedFound: countMissing(await ingest.files()) - missing,
    requests,
    bodyBytes,
  };
}
