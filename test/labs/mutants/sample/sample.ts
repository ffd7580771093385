/** Draws random mutants of the whole code, runs the tests that have to do with each, and prints those that survive. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createSandbox, type Sandbox } from "../sandbox.ts";
import { openBaseline } from "./baseline.ts";
import { drawSample } from "./draw.ts";
import { EQUIVALENT } from "./equivalent.ts";
import { judgeMutant, type Judgement } from "./judge-mutant.ts";
import type { PossibleMutant } from "./possible-mutant.ts";
import { listPossibleMutants } from "./possible-mutants.ts";
import { createRelatedTests } from "./related-tests.ts";

export interface SampleOptions {
  readonly repository: string;
  readonly count: number;
  readonly seed: number;
  /** Begins the paths of the files that may be changed. */
  readonly under: readonly string[];
  readonly parallel: number;
  readonly isListOnly: boolean;
  readonly modelRuns: number;
}

/** Only a browser runs these, or only people read them. */
const LEFT_OUT =
  /node_modules|\/dist\/|\/page\/|^examples\/demo\/shop\/(?:client|pages)\/|catalogue|^src\/development\//;

/** Returns how many survived. */
export async function runSample(options: SampleOptions): Promise<number> {
  const { repository, seed, parallel, modelRuns } = options;
  const relatedTo = createRelatedTests(repository);
  const mutants = await draw(options);
  const places = mutants.map((mutant) => ({ mutant, source: readFileSync(join(repository, mutant.file), "utf8") }));
  if (options.isListOnly) {
    for (const { mutant, source } of places)
      console.log(`${format(mutant, source)}\n    ${relatedTo(mutant.file).length} tests`);
    return 0;
  }

  const baseline = await openBaseline(repository);
  const sandboxes = await Promise.all(Array.from({ length: parallel }, () => createSandbox(repository)));
  const survivors: string[] = [];
  const counts = new Map<Judgement["kind"], number>();
  try {
    const queue = [...places];
    const work = async (sandbox: Sandbox): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { mutant, source } = next;
        const startMs = performance.now();
        const judgement = await judgeMutant(mutant, relatedTo(mutant.file), { sandbox, baseline, modelRuns });
        const seconds = ((performance.now() - startMs) / 1_000).toFixed(0);
        counts.set(judgement.kind, (counts.get(judgement.kind) ?? 0) + 1);
        const line = format(mutant, source);
        if (judgement.kind === "survived") survivors.push(line);
        console.log(`${judgement.kind.padEnd(9)} ${seconds.padStart(4)} s  ${line}\n    ${judgement.by}`);
      }
    };
    await Promise.all(sandboxes.map(work));
  } finally {
    for (const sandbox of sandboxes) await sandbox.remove();
    await baseline.save();
  }
  const summary = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  console.log(
    `\nSeed ${seed}: ${mutants.length} mutants, ${summary}\n${survivors.map((line) => `- ${line}`).join("\n")}`,
  );
  return survivors.length;
}

async function draw({ repository, count, seed, under }: SampleOptions): Promise<readonly PossibleMutant[]> {
  const files = globSync("{src,examples}/**/*.{ts,sql,yaml}", { cwd: repository })
    .filter((file) => !LEFT_OUT.test(file) && under.some((path) => file.startsWith(path)))
    .sort();
  const candidates = await Promise.all(
    files.map(async (file) => {
      const source = readFileSync(join(repository, file), "utf8");
      const all = await listPossibleMutants(file, source);
      const mutants = all.filter((mutant) => !isEquivalent(mutant, source));
      return { file, lines: source.split("\n").length, mutants };
    }),
  );
  return drawSample(candidates, count, seed);
}

function isEquivalent(mutant: PossibleMutant, source: string): boolean {
  const { before, after } = change(mutant, source);
  return EQUIVALENT.some((known) => known.file === mutant.file && known.before === before && known.after === after);
}

function format(mutant: PossibleMutant, source: string): string {
  const line = source.slice(0, mutant.start).split("\n").length;
  const { before, after } = change(mutant, source);
  return `${mutant.file}:${line} ${mutant.operator}: ${before} -> ${after}`;
}

/** The changed code on one line each. */
function change(
  { start, end, text }: PossibleMutant,
  source: string,
): { readonly before: string; readonly after: string } {
  const shorten = (code: string): string => code.replace(/\s+/g, " ").trim().slice(0, 90);
  return { before: shorten(source.slice(start, end)), after: shorten(text) || "(nothing)" };
}
