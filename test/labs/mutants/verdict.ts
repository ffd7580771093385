/** Runs tests in a folder and tells which of them failed, and by what invariant. */
import { execFile, type ExecFileOptions } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type Verdict = { readonly kind: "passed" } | { readonly kind: "failed"; readonly by: string };

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A mutant that never ends is caught, too. */
const LONGEST_MS = 180_000;

export async function judgeBy(testFile: string, folder: string, runs: number): Promise<Verdict> {
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const config = join(folder, ".config/vitest.config.ts");
  const reportFile = join(folder, "report.json");
  const reporting = ["--reporter=json", `--outputFile=${reportFile}`];
  const hasEnded = await run([vitest, "run", "--root", folder, "--config", config, ...reporting, testFile], {
    cwd: folder,
    timeout: LONGEST_MS,
    env: { ...process.env, MODEL_RUNS: String(runs), MODEL_SHRINKS: "0" },
  });
  if (!hasEnded) return { kind: "failed", by: `${testFile} did not end` };

  const { success, testResults } = JSON.parse(await readFile(reportFile, "utf8")) as Report;
  const broken = testResults.find(({ assertionResults }) => assertionResults.length === 0);
  if (broken) throw new Error(broken.message);
  const failed = testResults.flatMap(({ assertionResults }) => assertionResults).filter(isFailed);
  const [first] = failed;
  // A loop without an end takes the process along, and no test of it is said to have failed.
  if (first === undefined) return success ? { kind: "passed" } : { kind: "failed", by: `${testFile} did not end` };
  const invariant = /\bI\d+ [^:\n]+/.exec(first.failureMessages.join("\n"))?.[0];
  return { kind: "failed", by: invariant ?? `"${first.title}"` };
}

function isFailed({ status }: { readonly status: string }): boolean {
  return status === "failed";
}

/** Returns whether it ended by itself. */
function run(args: readonly string[], options: ExecFileOptions): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error) => resolve(!error?.killed));
  });
}
