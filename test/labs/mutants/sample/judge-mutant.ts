/** Runs the tests of one random mutant: the nearest, then the others, then the model, then the compiler. */
import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { applyEdit } from "../mutant.ts";
import { runTests, type TestRun } from "../run-tests.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Baseline } from "./baseline.ts";
import type { PossibleMutant } from "./possible-mutant.ts";
import type { RelatedTest } from "./related-tests.ts";

export interface Judgement {
  readonly kind: "caught" | "survived";
  readonly by: string;
}

export interface JudgeOptions {
  readonly sandbox: Sandbox;
  readonly baseline: Baseline;
  readonly modelRuns: number;
}

const LIMIT_MS = 300_000;
const MODEL = "test/labs/model/model.test.ts";

/** Parts of the code that the model runs. */
const MODELLED = /^src\/(?:delivery|platform)\//;

export async function judgeMutant(
  mutant: PossibleMutant,
  related: readonly RelatedTest[],
  options: JudgeOptions,
): Promise<Judgement> {
  const stages = planStages(mutant, related, options.baseline);
  for (const files of stages) {
    const by = await findCatcher(mutant, files, options);
    if (by !== undefined) return { kind: "caught", by };
  }
  if (mutant.file.endsWith(".ts") && !(await compiles(mutant, options.sandbox))) {
    return { kind: "caught", by: "the compiler" };
  }
  return { kind: "survived", by: `${stages.flat().length} files of tests passed` };
}

/** First the tests that are named after the file, then the others that import it, then all others, the quickest first. */
function planStages(
  { file }: PossibleMutant,
  related: readonly RelatedTest[],
  baseline: Baseline,
): readonly (readonly string[])[] {
  const usable = related
    .filter((test) => !baseline.isFailing(test.file))
    .toSorted((one, other) => baseline.durationMs(one.file) - baseline.durationMs(other.file));
  const leastDistance = Math.min(...usable.map(({ distance }) => distance));
  const stageOf = (test: RelatedTest): number => {
    if (nameOf(test.file) === nameOf(file)) return 0;
    return test.distance === leastDistance ? 1 : 2;
  };
  const byStage = [0, 1, 2].map((stage) => usable.filter((test) => stageOf(test) === stage).map((test) => test.file));
  return [...byStage, MODELLED.test(file) ? [MODEL] : []].filter(({ length }) => length > 0);
}

function nameOf(path: string): string {
  return basename(path).split(".")[0] ?? "";
}

/** Returns the test that fails with the mutant and passes without it. */
async function findCatcher(
  mutant: PossibleMutant,
  files: readonly string[],
  { sandbox, baseline, modelRuns }: JudgeOptions,
): Promise<string | undefined> {
  if (files.length === 0) return undefined;
  const { outcome, failedFiles, durationsMs } = await withMutant(mutant, sandbox, () =>
    runTests(files, { folder: sandbox.folder, modelRuns, limitMs: LIMIT_MS }),
  );
  baseline.learn(durationsMs);
  if (outcome.kind === "passed") return undefined;

  const failing: string[] = [];
  for (const file of failedFiles) if (!(await baseline.passes(file, sandbox))) failing.push(file);
  if (failing.length < failedFiles.length || failing.length === 0) return outcome.by;
  const others = files.filter((file) => !failing.includes(file));
  return findCatcher(mutant, others, { sandbox, baseline, modelRuns });
}

function withMutant<T extends TestRun | boolean>(
  mutant: PossibleMutant,
  sandbox: Sandbox,
  run: () => Promise<T>,
): Promise<T> {
  return sandbox.withChanged(mutant.file, (source) => applyEdit(source, mutant), run);
}

function compiles(mutant: PossibleMutant, sandbox: Sandbox): Promise<boolean> {
  const { folder } = sandbox;
  const tsc = join(folder, "node_modules/typescript/bin/tsc");
  const project = mutant.file.startsWith("src/") ? "." : "examples";
  return withMutant(
    mutant,
    sandbox,
    () =>
      new Promise<boolean>((resolve) => {
        execFile(process.execPath, [tsc, "-p", project], { cwd: folder }, (error) => resolve(error === null));
      }),
  );
}
