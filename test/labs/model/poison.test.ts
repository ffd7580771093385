/** I11: what the endpoint refuses without saying what costs a few requests more, and no other event. */
import fc from "fast-check";
import { test } from "vitest";
import { MODEL } from "./settings.ts";
import { checkAfterRecovery } from "./world/invariants.ts";
import { perform, track } from "./world/perform.ts";
import { recover } from "./world/run.ts";
import { assertInvariant } from "./world/assert-invariant.ts";
import { createWorld } from "./world/world.ts";

const BATCH_EVENTS = 25;

/** Of each event whether it is poison. */
const batch = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  { minLength: 1, maxLength: BATCH_EVENTS },
);

async function sendBatch(seed: number, poisons: readonly boolean[]): Promise<void> {
  const world = createWorld(seed);
  try {
    const page = await world.open({ openMs: 5, hasBeaconOnly: false });
    if (!page) return;
    await perform({ kind: "server", mode: "bad_request" }, world);
    for (const isPoison of poisons) await track(world, page, { count: 1, what: isPoison ? "poison" : "plain" });
    await world.timeline.advance(60_000);

    const count = poisons.filter(Boolean).length;
    // Each poison event is found by halving: two requests at each of log2(n) levels.
    const most = 1 + 2 * count * Math.ceil(Math.log2(BATCH_EVENTS));
    const requests = world.network.sent();
    assertInvariant("I11 k poison events cost O(k log n) requests", requests <= most, { requests, most });
    assertInvariant("I11 all others are stored", world.endpoint.objects.size === poisons.length - count, poisons);
    await recover(world);
    checkAfterRecovery(world, 0);
  } finally {
    world.close();
  }
}

test("a poison event costs a few requests, and none of its neighbours", { timeout: 60_000 }, async () => {
  const numRuns = Math.ceil((MODEL.numRuns ?? 100) / 10);
  await fc.assert(fc.asyncProperty(fc.nat(), batch, sendBatch), { ...MODEL, numRuns });
});
