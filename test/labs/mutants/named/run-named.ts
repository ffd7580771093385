/** Runs the named mutants: each must be caught, and the source as it is must pass. */
import { MUTANTS } from "./list.ts";
import { applyMutant, type Mutant } from "../mutant.ts";
import { runTests, type Outcome } from "../run-tests.ts";
import { createSandbox } from "../sandbox.ts";

/** For the source as it is: all visits of the model run to their end. */
const UNCHANGED_LIMIT_MS = 900_000;

/** A mutant that never ends is caught, too. */
const MUTANT_LIMIT_MS = 180_000;

export interface NamedOptions {
  readonly repository: string;
  /** Each a part of the intents of those that run. None = all run. */
  readonly parts: readonly string[];
  readonly modelRuns: number;
}

/** Prints one line for each. Returns how many surprised. */
export async function runNamed({ repository, parts, modelRuns }: NamedOptions): Promise<number> {
  const mutants = MUTANTS.filter(({ intent }) => parts.length === 0 || parts.some((part) => intent.includes(part)));
  const sandbox = await createSandbox(repository);
  const surprises: string[] = [];

  const judge = async (files: readonly string[], limitMs: number): Promise<Outcome> => {
    for (const file of files) {
      const { outcome } = await runTests([file], { folder: sandbox.folder, modelRuns, limitMs });
      if (outcome.kind === "failed") return outcome;
    }
    return { kind: "passed" };
  };
  const judgeMutant = (mutant: Mutant): Promise<Outcome> =>
    sandbox.withChanged(
      mutant.in,
      (source) => applyMutant(source, mutant),
      () => judge(mutant.tests, MUTANT_LIMIT_MS),
    );
  const tell = async (intent: string, expected: Outcome["kind"], run: () => Promise<Outcome>): Promise<void> => {
    const startMs = performance.now();
    const outcome = await run();
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    console.log(`${intent.padEnd(60)} ${seconds.padStart(6)} s  ${outcome.kind === "failed" ? outcome.by : "passed"}`);
    if (outcome.kind !== expected) surprises.push(intent);
  };

  try {
    const files = new Set(mutants.flatMap(({ tests }) => tests));
    await tell("(the source as it is)", "passed", () => judge([...files], UNCHANGED_LIMIT_MS));
    for (const mutant of mutants) await tell(mutant.intent, "failed", () => judgeMutant(mutant));
  } finally {
    await sandbox.remove();
  }
  console.log(
    `\n${mutants.length} mutants, ${surprises.length} surprises${surprises.map((name) => `\n- ${name}`).join("")}`,
  );
  return surprises.length;
}
