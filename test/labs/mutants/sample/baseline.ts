/** What the tests do without a mutant: a file that fails even so proves nothing. Asked for only when a file has failed. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runTests } from "../run-tests.ts";
import type { Sandbox } from "../sandbox.ts";

export interface Baseline {
  /** Runs the file once, without a mutant, unless that was done since the code last changed. */
  passes(test: string, sandbox: Sandbox): Promise<boolean>;
  /** Known to fail without a mutant. */
  isFailing(test: string): boolean;
  /** How long the file took last. 0 = it has not run yet. */
  durationMs(test: string): number;
  learn(durationsMs: ReadonlyMap<string, number>): void;
  save(): Promise<void>;
}

interface Kept {
  readonly hash: string;
  readonly passing: Readonly<Record<string, boolean>>;
  readonly durationsMs: Readonly<Record<string, number>>;
}

const KEPT_IN = ".clickstream/mutants-baseline.json";
const LIMIT_MS = 300_000;

export async function openBaseline(repository: string): Promise<Baseline> {
  const path = join(repository, KEPT_IN);
  const hash = hashOf(repository);
  const kept = await readFile(path, "utf8").then(
    (text) => JSON.parse(text) as Kept,
    () => undefined,
  );
  const passing = new Map(Object.entries(kept?.hash === hash ? kept.passing : {}));
  const durations = new Map(Object.entries(kept?.durationsMs ?? {}));
  return {
    async passes(test, { folder }) {
      const known = passing.get(test);
      if (known !== undefined) return known;
      const { outcome } = await runTests([test], { folder, modelRuns: 100, limitMs: LIMIT_MS });
      if (outcome.kind === "failed") console.log(`LEFT OUT: ${test} fails without a mutant: ${outcome.by}`);
      passing.set(test, outcome.kind === "passed");
      return outcome.kind === "passed";
    },
    isFailing: (test) => passing.get(test) === false,
    durationMs: (test) => durations.get(test) ?? 0,
    learn(durationsMs) {
      for (const [test, ms] of durationsMs) durations.set(test, ms);
    },
    async save() {
      const next: Kept = {
        hash,
        passing: Object.fromEntries(passing),
        durationsMs: Object.fromEntries(durations),
      };
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, JSON.stringify(next, null, 2));
    },
  };
}

function hashOf(repository: string): string {
  const hash = createHash("sha256");
  for (const file of globSync("{src,examples,test}/**/*.{ts,sql,yaml}", { cwd: repository }).sort()) {
    if (!file.includes("node_modules")) hash.update(file).update(readFileSync(join(repository, file)));
  }
  return hash.digest("hex");
}
