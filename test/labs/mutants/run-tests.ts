/** Runs files of tests in a folder and tells which test failed, and by what invariant. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";

export type Outcome = { readonly kind: "passed" } | { readonly kind: "failed"; readonly by: string };

export interface TestRun {
  readonly outcome: Outcome;
  /** How long each file took, by its path in the folder. */
  readonly durationsMs: ReadonlyMap<string, number>;
  readonly failedFiles: readonly string[];
}

export interface TestOptions {
  readonly folder: string;
  /** Visits of the model. */
  readonly modelRuns: number;
  /** A mutant that never ends is caught, too. */
  readonly limitMs: number;
}

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export async function runTests(files: readonly string[], options: TestOptions): Promise<TestRun> {
  const { folder, modelRuns, limitMs } = options;
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const config = join(folder, ".config/vitest.config.ts");
  const reportFile = join(folder, "report.json");
  const reporting = ["--reporter=json", `--outputFile=${reportFile}`, "--bail=1"];
  await rm(reportFile, { force: true });
  const args = [vitest, "run", "--root", folder, "--config", config, ...reporting, ...files];
  const hasEnded = await runWithin(limitMs, args, {
    cwd: folder,
    env: { ...process.env, MODEL_RUNS: String(modelRuns), MODEL_SHRINKS: "0" },
  });
  const text = hasEnded ? await readFile(reportFile, "utf8").catch(() => undefined) : undefined;
  if (text === undefined) {
    return { outcome: failedBy(`${files.join(", ")}: no end`), durationsMs: new Map(), failedFiles: files };
  }
  const { success, testResults } = JSON.parse(text) as Report;
  const failed = testResults.filter(isFailed);
  return {
    outcome: success ? { kind: "passed" } : findFailure(testResults),
    durationsMs: new Map(
      testResults.map(({ name, startTime, endTime }) => [relative(folder, name), endTime - startTime] as const),
    ),
    failedFiles: failed.map(({ name }) => relative(folder, name)),
  };
}

function findFailure(results: Report["testResults"]): Outcome {
  const failed = results.flatMap(({ assertionResults }) => assertionResults).find(({ status }) => status === "failed");
  if (failed) {
    const invariant = /\bI\d+ [^:\n]+/.exec(failed.failureMessages.join("\n"))?.[0];
    return failedBy(invariant ?? `"${failed.title}"`);
  }
  // A file that can't even be loaded, or a loop without an end that takes its process along.
  const broken = results.find(({ status }) => status === "failed");
  return failedBy(broken?.message.split("\n")[0] ?? "no end");
}

/** A file after the first failure is skipped, and is no failure. */
function isFailed({ status, message, assertionResults }: Report["testResults"][number]): boolean {
  if (status !== "failed") return false;
  return message !== "" || assertionResults.some((result) => result.status === "failed");
}

function failedBy(by: string): Outcome {
  return { kind: "failed", by };
}

/** Returns whether it ended by itself. If not, its workers end with it: they are of its process group. */
async function runWithin(
  limitMs: number,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<boolean> {
  const child = spawn(process.execPath, args, { ...options, stdio: "ignore", detached: true });
  let hasEnded = true;
  const timer = setTimeout(() => {
    hasEnded = false;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, limitMs);
  await once(child, "close");
  clearTimeout(timer);
  return hasEnded;
}
