/** Runs tests in a folder and tells which of them failed, and by what invariant. */
import { execFile } from "node:child_process";
import { join } from "node:path";

export type Verdict = { readonly kind: "passed" } | { readonly kind: "failed"; readonly by: string };

interface Report {
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
  const output = await run([vitest, "run", "--root", folder, "--config", config, "--reporter=json", testFile], {
    cwd: folder,
    timeout: LONGEST_MS,
    env: { ...process.env, MODEL_RUNS: String(runs), MODEL_SHRINKS: "0" },
  });
  if (output === undefined) return { kind: "failed", by: `${testFile} did not end` };

  const { testResults } = JSON.parse(output.slice(output.indexOf('{"num'))) as Report;
  const broken = testResults.find(({ assertionResults }) => assertionResults.length === 0);
  if (broken) throw new Error(broken.message);
  const failed = testResults.flatMap(({ assertionResults }) => assertionResults).filter(isFailed);
  const [first] = failed;
  if (first === undefined) return { kind: "passed" };
  const invariant = /\bI\d+ [^:\n]+/.exec(first.failureMessages.join("\n"))?.[0];
  return { kind: "failed", by: invariant ?? `"${first.title}"` };
}

function isFailed({ status }: { readonly status: string }): boolean {
  return status === "failed";
}

function run(args: readonly string[], options: object): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { ...options, encoding: "utf8", maxBuffer: 2 ** 28 }, (error, stdout) =>
      resolve(error?.killed ? undefined : stdout),
    );
  });
}
