/** Changes the source on purpose, and tells which changes no test notices. */

/*
 * `npm run test:mutants [-- "part of an intent" ...]` runs the named mutants, `npm run test:mutants -- --sample 100 --seed 7`
 * random ones.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runNamed } from "./named/run-named.ts";
import { runSample } from "./sample/sample.ts";

const { values: options, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: {
    /** How many random mutants, in place of the named ones. */
    sample: { type: "string" },
    /** Another seed draws others. */
    seed: { type: "string", default: "1" },
    /** Paths that random mutants are drawn from, with commas: `src/delivery,examples/ingest-lambda`. */
    in: { type: "string", default: "src,examples" },
    /** How many run at the same time. */
    parallel: { type: "string", default: "2" },
    /** Tells what would run, and runs nothing. */
    list: { type: "boolean", default: false },
    /** Visits of the model for each. @default 2000 for named mutants, 500 for random ones */
    runs: { type: "string" },
  },
});

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const modelRuns = (byDefault: number): number => Number(options.runs ?? byDefault);
const failures =
  options.sample === undefined
    ? await runNamed({ repository, parts, parallel: Number(options.parallel), modelRuns: modelRuns(2_000) })
    : await runSample({
        repository,
        count: Number(options.sample),
        seed: Number(options.seed),
        under: options.in.split(","),
        parallel: Number(options.parallel),
        isListOnly: options.list,
        modelRuns: modelRuns(500),
      });
if (failures > 0) process.exitCode = 1;
