/** Lists all small faults that can be put into a file: for code by Stryker's operators and some more, for SQL and YAML by line. */
import { Instrumenter } from "@stryker-mutator/instrumenter";
import ts from "typescript";
import { listCodeMutants } from "./code-operators.ts";
import { listLineMutants } from "./line-operators.ts";
import type { PossibleMutant } from "./possible-mutant.ts";

export async function listPossibleMutants(file: string, source: string): Promise<readonly PossibleMutant[]> {
  if (!file.endsWith(".ts")) return listLineMutants(file, source);
  return [...(await listByStryker(file, source)), ...listCodeMutants(file, source)];
}

async function listByStryker(file: string, source: string): Promise<readonly PossibleMutant[]> {
  const { mutants } = await new Instrumenter(SILENT).instrument([{ name: file, content: source, mutate: true }], {
    excludedMutations: [],
    ignorers: [],
    plugins: null,
    noHeader: true,
  });
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
  return mutants.map(({ mutatorName, location: { start, end }, replacement }) => ({
    file,
    operator: mutatorName,
    start: tree.getPositionOfLineAndCharacter(start.line, start.column),
    end: tree.getPositionOfLineAndCharacter(end.line, end.column),
    text: replacement,
  }));
}

const quiet = (): void => undefined;
const SILENT = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
};
