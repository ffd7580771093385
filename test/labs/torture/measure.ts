/** Plays a scenario and counts what became of its events, from what the ingest stored. */
import { setTimeout as sleep } from "node:timers/promises";
import { takeCensus } from "./census.ts";
import type { Figures } from "./figures.ts";
import { chooseVictims, countMissing } from "./proof.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { until } from "./within.ts";

/** A page has so long to bring home what waits. */
const PATIENCE_MS = 20_000;

/** What is on its way when a page dies arrives within this. */
const ARRIVAL_MS = 1_000;

/** After all is stored, a page may still send something again, or report on the streams before it. */
const AFTERMATH_MS = 1_500;

export async function measure({ play }: Scenario, stage: Stage): Promise<Figures> {
  const { ingest, collector, site } = stage;
  const countLost = async (): Promise<number> => takeCensus(await ingest.files(), stage.events()).lost;
  const settle = async (limitMs: number): Promise<number> => {
    await until(limitMs, async () => (await countLost()) === 0);
    return countLost();
  };

  const { isPageOpen, comeBack } = await play(stage);
  const lostAtFirst = await settle(isPageOpen ? PATIENCE_MS : ARRIVAL_MS);
  await comeBack(stage.nextUrl());
  const lost = await settle(PATIENCE_MS);
  const lostInTheEnd = lost > 0 ? await settle(PATIENCE_MS) : 0;
  await sleep(AFTERMATH_MS);

  const files = await ingest.files();
  const { requests, bodyBytes } = collector.traffic();
  const missing = countMissing(files);
  const victims = chooseVictims(files);
  for (const victim of victims) await ingest.remove(victim);
  const { twice, strange } = takeCensus(files, stage.events());
  return {
    tracked: stage.events(),
    lostAtFirst,
    lost,
    cameLate: lost - lostInTheEnd,
    twice,
    strange,
    exceptions: site.exceptions(),
    missing,
    deleted: victims.length,
    deletedFound: countMissing(await ingest.files()) - missing,
    requests,
    bodyBytes,
  };
}
