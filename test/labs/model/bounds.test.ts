/** I8: however much is tracked while nothing goes out, bounds hold and what had to go is counted. */
import fc from "fast-check";
import { test } from "vitest";
import { MODEL } from "./settings.ts";
import { eventNumbersIn } from "./world/expectations.ts";
import { checkAfterRecovery, checkDuringRun } from "./world/invariants.ts";
import { perform, track } from "./world/perform.ts";
import { recover } from "./world/run.ts";
import { assertInvariant } from "./world/assert-invariant.ts";
import { createWorld } from "./world/world.ts";

const MOST_CHARS = 1_048_576;
const OPEN_CHARS = 16_384 + 32_768;

const bursts = fc.array(
  fc.record({
    tab: fc.nat(1),
    count: fc.constantFrom(1, 24, 25, 26, 300, 700),
    what: fc.constantFrom("plain" as const, "long" as const),
  }),
  { minLength: 3, maxLength: 8 },
);

async function overflow(seed: number, all: readonly { tab: number; count: number; what: "plain" | "long" }[]) {
  const world = createWorld(seed);
  try {
    await world.open({ openMs: 5, hasBeaconOnly: false });
    await world.open({ openMs: 5, hasBeaconOnly: false });
    await perform({ kind: "network", isOnline: false }, world);
    for (const burst of all) {
      const page = world.livePages()[burst.tab];
      if (page) await track(world, page, burst);
      checkDuringRun(world);
      const kept = world.local.values().filter((value) => eventNumbersIn([value]).size > 0);
      const chars = kept.reduce((sum, { length }) => sum + length, 0);
      assertInvariant("I8 no more than 1 MiB waits", chars <= MOST_CHARS + 2 * OPEN_CHARS, { chars });
      await world.timeline.advance(500);
    }
    await recover(world);
    checkAfterRecovery(world, 0);
  } finally {
    world.close();
  }
}

test("the waiting events are bounded, and those that are dropped are counted", { timeout: 60_000 }, async () => {
  const numRuns = Math.ceil((MODEL.numRuns ?? 100) / 150);
  await fc.assert(fc.asyncProperty(fc.nat(), bursts, overflow), { ...MODEL, numRuns });
});
