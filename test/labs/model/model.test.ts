/** Thousands of visits with all that goes wrong in one, against the invariants of the design. */
import fc from "fast-check";
import { test } from "vitest";
import { EXAMPLES } from "./examples.ts";
import { MODEL } from "./settings.ts";
import { actions } from "./world/action.ts";
import { runModel } from "./world/run.ts";

test("no event is lost and none is stored twice, whatever happens to the visitor", { timeout: 600_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), actions, runModel), { ...MODEL, examples: EXAMPLES });
});
