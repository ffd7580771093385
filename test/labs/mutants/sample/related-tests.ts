/** Finds the tests that a file of code has to do with: by imports, and by the paths that a test names in a text. */
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

export interface RelatedTest {
  readonly file: string;
  /** Steps from the test to the code, from 1. */
  readonly distance: number;
}

/** A browser, a whole pack or the laboratories themselves: too slow to ask for each mutant. */
const LEFT_OUT = /^test\/(?:browser|package|types|labs|architecture|demo\/start)/;

/** Returns a function that lists the tests of a file, the nearest first. */
export function createRelatedTests(repository: string): (file: string) => readonly RelatedTest[] {
  const tests = globSync("test/**/*.test.ts", { cwd: repository }).filter((test) => !LEFT_OUT.test(test));
  const dependencies = new Map<string, readonly string[]>();
  const dependenciesOf = (file: string): readonly string[] => {
    const known = dependencies.get(file) ?? listDependencies(repository, file);
    dependencies.set(file, known);
    return known;
  };
  const distances = tests.map((test) => [test, measureDistances(test, dependenciesOf)] as const);
  return (file) =>
    distances
      .flatMap(([test, distanceTo]) => {
        const distance = distanceTo.get(file);
        return distance === undefined ? [] : [{ file: test, distance }];
      })
      .toSorted((one, other) => one.distance - other.distance);
}

function measureDistances(
  test: string,
  dependenciesOf: (file: string) => readonly string[],
): ReadonlyMap<string, number> {
  const distances = new Map<string, number>([[test, 0]]);
  for (const [file, distance] of distances) {
    // A map goes on with what is added while it is walked through.
    for (const next of dependenciesOf(file)) if (!distances.has(next)) distances.set(next, distance + 1);
  }
  return distances;
}

function listDependencies(repository: string, file: string): readonly string[] {
  if (!file.endsWith(".ts")) return [];
  const tree = ts.createSourceFile(file, readFileSync(join(repository, file), "utf8"), ts.ScriptTarget.Latest);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      for (const path of resolvePath(repository, dirname(file), node.text)) found.add(path);
    }
    node.forEachChild(visit);
  };
  visit(tree);
  return [...found];
}

/** A path is relative to the file, or to the repository where a command gets it. A folder stands for all in it. */
function resolvePath(repository: string, folder: string, text: string): readonly string[] {
  if (text === "clickstream-js") return ["src/index.ts"];
  if (!text.includes("/") || /[\s:*{]/.test(text)) return [];
  for (const base of [join(repository, folder), repository]) {
    const path = relative(repository, resolve(base, text));
    if (!/^(?:src|examples|test)\/./.test(path) || !existsSync(join(repository, path))) continue;
    if (statSync(join(repository, path)).isFile()) return [path];
    return globSync(`${path}/**/*.{ts,sql,yaml}`, { cwd: repository }).filter((one) => !one.includes("node_modules"));
  }
  return [];
}
