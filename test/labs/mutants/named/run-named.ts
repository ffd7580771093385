/** Runs the named mutants: each must be caught, and the source as it is must pass. */
import { MUTANTS } from "./list.ts";
import { applyMutant, type Mutant } from "../mutant.ts";
import { runTests, type Outcome } from "../run-tests.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

/** For the source as it is: all visits of the model run to their end. */
const UNCHANGED_LIMIT_MS = 900_000;

/** A mutant that never ends is caught, too. */
const MUTANT_LIMIT_MS = 180_000;

export interface NamedOptions {
  readonly repository: string;
  /** Each a part of the intents of those that run. None = all run. */
  readonly parts: readonly string[];
  /** How many run at the same time, each in a copy of its own. */
  readonly parallel: number;
  readonly modelRuns: number;
}

/** Prints one line for each. Returns how many surprised. */
export async function runNamed({ repository, parts, parallel, modelRuns }: NamedOptions): Promise<number> {
  const mutants = MUTANTS.filter(({ intent }) => parts.length === 0 || parts.some((part) => intent.includes(part)));
  const sandboxes = await Promise.all(Array.from({ length: parallel }, () => createSandbox(repository)));
  const surprises: string[] = [];

  const judgeUnchanged = async (): Promise<Outcome> => {
    const files = [...new Set(mutants.flatMap(({ tests }) => tests))];
    const folder = sandboxes[0]?.folder ?? "";
    return (await runTests(files, { folder, modelRuns, limitMs: UNCHANGED_LIMIT_MS })).outcome;
  };
  const judge = async (mutant: Mutant, { folder, withChanged }: Sandbox): Promise<Outcome> =>
    withChanged(
      mutant.in,
      (source) => applyMutant(source, mutant),
      async () => {
        for (const file of mutant.tests) {
          const { outcome } = await runTests([file], { folder, modelRuns, limitMs: MUTANT_LIMIT_MS });
          if (outcome.kind === "failed") return outcome;
        }
        return { kind: "passed" };
      },
    );
  const tell = async (intent: string, expected: Outcome["kind"], run: () => Promise<Outcome>): Promise<void> => {
    const startMs = performance.now();
    const outcome = await run();
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    console.log(`${intent.padEnd(60)} ${seconds.padStart(6)} s  ${outcome.kind === "failed" ? outcome.by : "passed"}`);
    if (outcome.kind !== expected) surprises.push(intent);
  };

  try {
    await tell("(the source as it is)", "passed", judgeUnchanged);
    const left = mutants.values();
    const work = async (sandbox: Sandbox): Promise<void> => {
      for (const mutant of left) await tell(mutant.intent, "failed", () => judge(mutant, sandbox));
    };
    await Promise.all(sandboxes.map(work));
  } finally {
    for (const sandbox of sandboxes) await sandbox.remove();
  }
  console.log(
    `\n${mutants.length} mutants, ${surprises.length} surprises${surprises.map((name) => `\n- ${name}`).join("")}`,
  );
  return surprises.length;
}
