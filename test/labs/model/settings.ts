/** How often the model runs and from which seed: `MODEL_RUNS=20000 MODEL_SEED=42 npx vitest run ... test/labs/model`. */
import type { Parameters } from "fast-check";

const { MODEL_RUNS, MODEL_SEED, MODEL_PATH, MODEL_SHRINKS } = process.env;

/** A failure prints its seed and path, with which it can be run again alone. */
export const MODEL: Parameters<unknown> = {
  numRuns: Number(MODEL_RUNS ?? 3_000),
  // The same each time, so that a red run is about the change at hand. Another seed explores further.
  seed: Number(MODEL_SEED ?? 20_261_124),
  ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }),
  // The invariant that does not hold, by its number.
  includeErrorInReport: true,
  // Whoever only wants to know whether it fails does not wait for the shortest example.
  endOnFailure: MODEL_SHRINKS === "0",
};
