/** Proves that the names which `dist` shortens are of our own making, and not of the browser or the language. */
import { globSync } from "node:fs";
import { relative } from "node:path";
import { expect, test } from "vitest";
import ts from "typescript";
import { INTERNAL_NAMES, shortNames } from "../../.config/internal-names.ts";

const files = globSync("src/**/*.ts");
const program = ts.createProgram(files, {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  lib: ["lib.es2024.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
});
const checker = program.getTypeChecker();
const sources = files.map((file) => program.getSourceFile(file)).filter((source) => source !== undefined);

interface Use {
  readonly name: string;
  /** Where the code stands that uses it. */
  readonly at: string;
  /** Files that say what it is. */
  readonly declaredIn: readonly string[];
}

/** Each use of a property in the code, by name. */
function usesIn(source: ts.SourceFile): readonly Use[] {
  const uses: Use[] = [];
  const visit = (node: ts.Node): void => {
    const { symbol, name } = propertyOf(node) ?? {};
    if (name !== undefined) {
      const declared = (symbol?.declarations ?? []).map((each) => relative(".", each.getSourceFile().fileName));
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      uses.push({ name, at: `${relative(".", source.fileName)}:${line + 1}`, declaredIn: declared });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return uses;
}

function propertyOf(node: ts.Node): { readonly name: string; readonly symbol: ts.Symbol | undefined } | undefined {
  if (ts.isPropertyAccessExpression(node))
    return { name: node.name.text, symbol: checker.getSymbolAtLocation(node.name) };
  if (
    ts.isObjectLiteralElement(node) &&
    ts.isObjectLiteralExpression(node.parent) &&
    node.name &&
    ts.isIdentifier(node.name)
  ) {
    const name = node.name.text;
    const expected = checker.getContextualType(node.parent)?.getProperty(name);
    return { name, symbol: expected ?? checker.getTypeAtLocation(node.parent).getProperty(name) };
  }
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return undefined;
  const name = node.propertyName ?? node.name;
  if (!ts.isIdentifier(name)) return undefined;
  return { name: name.text, symbol: checker.getTypeAtLocation(node.parent).getProperty(name.text) };
}

const uses = sources.flatMap(usesIn).filter(({ name }) => INTERNAL_NAMES.includes(name));

test("each has a letter of its own", () => {
  const letters = new Set(Object.values(shortNames.mangleCache ?? {}));
  expect(letters.size).toBe(INTERNAL_NAMES.length);
  expect([...letters].filter((letter) => !/^[a-zA-Z]$/.test(String(letter)))).toEqual([]);
});

test("each is used", () => {
  expect([...new Set(uses.map(({ name }) => name))].sort()).toEqual([...INTERNAL_NAMES].sort());
});

test("none is a name of the browser or the language where our code uses it", () => {
  const foreign = uses.filter(
    ({ declaredIn }) => declaredIn.length === 0 || declaredIn.some((file) => !file.startsWith("src/")),
  );
  expect(foreign).toEqual([]);
});
