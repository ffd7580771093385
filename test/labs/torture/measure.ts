/** Runs a scenario and counts what became of its events, from what the ingest stored. */
import { setTimeout as sleep } from "node:timers/promises";
import { compareStored } from "./compare-stored.ts";
import type { Metrics } from "./results.ts";
import { chooseFilesToDelete, countDropped, countMissing } from "./completeness.ts";
import type { Scenario } from "./scenario.ts";
import type { Environment } from "./environment.ts";
import { waitUntil } from "./wait.ts";

/** How long a page may take to deliver its waiting events, and how long beside others that share the machine. */
const DELIVERY_MS = 20_000;
const SIDE_BY_SIDE_DELIVERY_MS = 60_000;

/** Requests that are under way when a page crashes arrive within this time. */
const IN_FLIGHT_MS = 1_000;

/** After all is stored, a page may still send something again, or report on the streams before it. */
const LATE_REQUESTS_MS = 1_500;

export async function measure(
  { run, expected: expectedBefore = {}, isSideBySide = false }: Scenario,
  environment: Environment,
): Promise<Metrics> {
  const { ingest, collector, site } = environment;
  const deliveryMs = isSideBySide ? SIDE_BY_SIDE_DELIVERY_MS : DELIVERY_MS;
  const countLost = async (): Promise<number> => compareStored(await ingest.files(), environment.events()).lost;
  const { isPageOpen, openNextPage, expected = expectedBefore } = await run(environment);
  const settle = async (limitMs: number): Promise<number> => {
    await waitUntil(limitMs, async () => (await countLost()) <= (expected.lost ?? 0));
    return countLost();
  };

  const lostAtFirst = await settle(isPageOpen ? deliveryMs : IN_FLIGHT_MS);
  await openNextPage(environment.nextUrl());
  const lost = await settle(deliveryMs);
  const lostInTheEnd = lost > (expected.lost ?? 0) ? await settle(deliveryMs) : lost;
  await sleep(LATE_REQUESTS_MS);

  const files = await ingest.files();
  const { requests, bodyBytes } = collector.traffic();
  const missing = countMissing(files);
  const deleted = chooseFilesToDelete(files);
  for (const file of deleted) await ingest.remove(file);
  // A page that has not heard of its acknowledgement may store one of them again.
  const deletedPaths = new Set(deleted.map(({ path }) => path));
  const left = (await ingest.files()).filter(({ path }) => !deletedPaths.has(path));
  const { duplicates, unexpected } = compareStored(files, environment.events());
  return {
    tracked: environment.events(),
    lostAtFirst,
    lost,
    cameLate: lost - lostInTheEnd,
    duplicates,
    unexpected,
    exceptions: site.exceptions(),
    dropped: countDropped(files),
    expected,
    missing,
    deleted: deleted.length,
    deletedFound: countMissing(left) - missing,
    requests,
    bodyBytes,
  };
}
