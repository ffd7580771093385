/** Draws a sample of mutants by a seed: files by their size, and in a file each kind of fault as likely as another. Pure. */
import { createRandom } from "../../shared/seeded-random.ts";
import type { PossibleMutant } from "./possible-mutant.ts";

export interface Candidates {
  readonly file: string;
  /** Lines of the file. */
  readonly lines: number;
  readonly mutants: readonly PossibleMutant[];
}

export function drawSample(candidates: readonly Candidates[], count: number, seed: number): readonly PossibleMutant[] {
  const random = createRandom(seed);
  const left = candidates.map(({ lines, mutants }) => ({ lines, mutants: [...mutants] }));
  const drawn: PossibleMutant[] = [];
  while (drawn.length < count) {
    const open = left.filter(({ mutants }) => mutants.length > 0);
    const from = chooseBySize(open, random());
    if (!from) break;
    const operators = [...new Set(from.mutants.map(({ operator }) => operator))];
    const operator = operators[Math.floor(random() * operators.length)];
    const alike = from.mutants.filter((mutant) => mutant.operator === operator);
    const mutant = alike[Math.floor(random() * alike.length)];
    if (!mutant) break;
    from.mutants.splice(from.mutants.indexOf(mutant), 1);
    drawn.push(mutant);
  }
  return drawn;
}

function chooseBySize<T extends { readonly lines: number }>(all: readonly T[], random: number): T | undefined {
  let rest = random * all.reduce((sum, { lines }) => sum + lines, 0);
  return all.find(({ lines }) => (rest -= lines) < 0);
}
