/** One run of the model: the actions of a visit, then a time in which everything works. Invariants are checked at each step. */
import type { Action } from "./action.ts";
import { checkAfterRecovery, checkDuringRun } from "./invariants.ts";
import { perform, track } from "./perform.ts";
import { assertInvariant } from "./assert-invariant.ts";
import { createWorld, START_MS, type World } from "./world.ts";

/** Longer than the longest `Retry-After` that a page obeys. */
const RECOVERY_MS = 75 * 60_000;

const BEST_BROWSER = { openMs: 5, hasBeaconOnly: false };

/** Records of what was dropped in one report. */
const REPORTS_AT_ONCE = 16;

export async function runModel(seed: number, actions: readonly Action[]): Promise<void> {
  const world = createWorld(seed);
  try {
    await world.open(BEST_BROWSER);
    for (const action of actions) {
      await perform(action, world);
      checkDuringRun(world);
    }
    await recover(world);
    checkAfterRecovery(world, world.timeline.nowMs() - START_MS + clockSpreadMs(actions));
  } finally {
    world.close();
  }
}

/** All is well, a last page opens, and enough time passes. */
export async function recover(world: World): Promise<void> {
  const { timeline, conditions } = world;
  conditions.isFull = false;
  await perform({ kind: "server", mode: "well" }, world);
  for (const page of world.livePages()) {
    page.lifecycle.endAfterSideEffects(Infinity);
    page.thaw();
    await timeline.advance(0);
  }
  await perform({ kind: "network", isOnline: true }, world);
  await world.open(BEST_BROWSER);
  await timeline.advance(RECOVERY_MS);
  // A page with a blocked database has not removed from it what it delivered.
  await world.open(BEST_BROWSER);
  await timeline.advance(RECOVERY_MS);
  // What was dropped is reported with the next events.
  const rounds = countRecords(world) / REPORTS_AT_ONCE + 2;
  for (let round = 0; round < rounds; round++) {
    for (const page of world.livePages()) await track(world, page, { count: 1, what: "plain" });
    await timeline.advance(60_000);
  }
  assertInvariant("I14 what was dropped is reported when events are stored", countRecords(world) === 0);
  // Two pages that deliver the same event at once may leave it in IndexedDB. The next page removes it.
  await world.open(BEST_BROWSER);
  await timeline.advance(RECOVERY_MS);
}

/** What all pages see of what is still to be reported. */
function countRecords({ local }: World): number {
  return local.keys().filter((key) => key.includes(":stream:")).length;
}

/** How far apart two readings of the visitor's clock can be that were made at the same time. */
function clockSpreadMs(actions: readonly Action[]): number {
  const offsets = actions.flatMap((action) => (action.kind === "clock" ? [action.offsetMs] : []));
  return Math.max(0, ...offsets) - Math.min(0, ...offsets);
}
