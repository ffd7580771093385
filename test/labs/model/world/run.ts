/** One run of the model: what happens to a visitor, then a time in which everything works, with a look at each step. */
import type { Action } from "./action.ts";
import { checkHealed, checkMeanwhile } from "./invariants.ts";
import { perform, track } from "./perform.ts";
import { assertInvariant } from "./violation.ts";
import { createWorld, START_MS, type World } from "./world.ts";

/** Longer than the longest `Retry-After` that a page obeys. */
const HEALING_MS = 75 * 60_000;

const BEST_BROWSER = { openMs: 5, hasBeaconOnly: false };

/** Records of what was dropped in one report. */
const REPORTS_AT_ONCE = 16;

export async function runModel(seed: number, actions: readonly Action[]): Promise<void> {
  const world = createWorld(seed);
  try {
    await world.open(BEST_BROWSER);
    for (const action of actions) {
      await perform(action, world);
      checkMeanwhile(world);
    }
    await heal(world);
    checkHealed(world, world.timeline.nowMs() - START_MS + spreadOf(actions));
  } finally {
    world.close();
  }
}

/** All is well, a last page opens, and enough time passes. */
export async function heal(world: World): Promise<void> {
  const { timeline, circumstances } = world;
  circumstances.isFull = false;
  await perform({ kind: "server", mode: "well" }, world);
  for (const page of world.livePages()) {
    page.life.endAfter(Infinity);
    page.thaw();
    await timeline.advance(0);
  }
  await perform({ kind: "network", isOnline: true }, world);
  await world.open(BEST_BROWSER);
  await timeline.advance(HEALING_MS);
  // A page whose database is blocked has left in there what it has delivered.
  await world.open(BEST_BROWSER);
  await timeline.advance(HEALING_MS);
  // What was dropped is reported with the next events.
  const rounds = countRecords(world) / REPORTS_AT_ONCE + 2;
  for (let round = 0; round < rounds; round++) {
    for (const page of world.livePages()) await track(world, page, { count: 1, what: "plain" });
    await timeline.advance(60_000);
  }
  assertInvariant("I14 what was dropped is reported when events are stored", countRecords(world) === 0);
  // Two pages that end with one event at once may leave it in the second home, for the next to clear away.
  await world.open(BEST_BROWSER);
  await timeline.advance(HEALING_MS);
}

/** What all pages see of what is still to be reported. */
function countRecords({ local }: World): number {
  return local.keys().filter((key) => key.includes(":stream:")).length;
}

/** How far apart two readings of the visitor's clock can be that were made at the same time. */
function spreadOf(actions: readonly Action[]): number {
  const offsets = actions.flatMap((action) => (action.kind === "clock" ? [action.offsetMs] : []));
  return Math.max(0, ...offsets) - Math.min(0, ...offsets);
}
