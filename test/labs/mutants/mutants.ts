/** `npm run test:mutants [part of a name]`: proves that the model would notice each mutant of the real source. */
import { fileURLToPath } from "node:url";
import { MUTANTS } from "./list.ts";
import type { Mutant } from "./mutant.ts";
import { judgeBy, type Verdict } from "./verdict.ts";
import { openWorkshop } from "./workshop.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const MODEL = "test/labs/model/model.test.ts";
const runs = Number(process.env["MODEL_RUNS"] ?? 2_000);

const [, , part = ""] = process.argv;
const mutants = MUTANTS.filter(({ name }) => name.includes(part));
const unmutated: Mutant = {
  name: "(the source as it is)",
  edits: [],
  judges: [...new Set([MODEL, ...mutants.flatMap(({ judges }) => judges)])],
};

const workshop = await openWorkshop(REPOSITORY);
const unexpected: string[] = [];

async function judge({ edits, judges }: Mutant): Promise<Verdict> {
  return workshop.withEdits(edits, async () => {
    for (const file of judges) {
      const verdict = await judgeBy(file, workshop.folder, runs);
      if (verdict.kind === "failed") return verdict;
    }
    return { kind: "passed" };
  });
}

try {
  for (const mutant of [unmutated, ...mutants]) {
    const startMs = Date.now();
    const verdict = await judge(mutant);
    const seconds = ((Date.now() - startMs) / 1_000).toFixed(1);
    const word = verdict.kind === "failed" ? verdict.by : "passed";
    console.log(`${mutant.name.padEnd(52)} ${seconds.padStart(6)} s  ${word}`);
    if ((verdict.kind === "failed") === (mutant === unmutated)) unexpected.push(mutant.name);
  }
} finally {
  await workshop.close();
}

console.log(
  `\n${mutants.length} mutants, ${unexpected.length} surprises${unexpected.map((name) => `\n- ${name}`).join("")}`,
);
process.exitCode = unexpected.length > 0 ? 1 : 0;
