/** Thousands of visits with all that goes wrong in one, against the invariants of the design. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { actions } from "./world/action.ts";
import { runModel } from "./world/run.ts";
import { MODEL } from "./settings.ts";

test(
  "no event is lost and none is stored twice, whatever happens to the visitor",
  { timeout: 600_000 },
  async () => {
    await fc.assert(fc.asyncProperty(fc.nat(), actions, runModel), MODEL);
    expect.hasAssertions;
  },
);
