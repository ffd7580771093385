/**
 * Shortens in `dist` the names of properties that only our own code reads: every visitor pays for the length of names.
 *
 * A minifier may not do that, since it can't know who else reads a property. The types know: a property is ours alone if
 * it is declared in `src` only, and no public type has one of that name. So no word has to be chosen with this in mind.
 */
import type { BuildOptions } from "esbuild";
import { globSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

/** What others call and read: the package's exports, the globals of a page, and the wire. */
const PUBLIC_FILES = [
  "src/index.ts",
  "src/development/index.ts",
  "src/consent.ts",
  "src/amplify.ts",
  "src/subdomains.ts",
  "src/token.ts",
  "src/wire.ts",
  "src/script-tag/page-api.ts",
];

// Not by this file's own place: tsup copies it into another.
const root = resolve(".");
const files = globSync("src/**/*.ts").map((file) => resolve(file));
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

/** Returns the names of all properties that the public types have, however deep. */
function findPublicNames(): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<ts.Node>();

  const visitDeclarations = (symbol: ts.Symbol): void => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of target.declarations ?? []) {
      if (isOurs(declaration)) visit(declaration);
    }
  };

  const visit = (node: ts.Node): void => {
    if (seen.has(node) || isInternal(node)) return;
    seen.add(node);
    if ((ts.isPropertySignature(node) || ts.isMethodSignature(node)) && ts.isIdentifier(node.name)) {
      names.add(node.name.text);
    }
    const referenced = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const symbol = referenced && checker.getSymbolAtLocation(referenced);
    if (symbol) visitDeclarations(symbol);
    node.forEachChild((child) => {
      // What a function does inside is nobody's type.
      if (!ts.isBlock(child)) visit(child);
    });
  };

  for (const source of sources) {
    const module = PUBLIC_FILES.some((file) => source.fileName.endsWith(`/${file}`))
      ? checker.getSymbolAtLocation(source)
      : undefined;
    if (module) checker.getExportsOfModule(module).forEach(visitDeclarations);
  }
  return names;
}

interface Usage {
  /** All of its declarations are in `src`. */
  isOursAlone: boolean;
  count: number;
}

/** Returns the names of properties that our code uses. */
function findUsedNames(): ReadonlyMap<string, Usage> {
  const usages = new Map<string, Usage>();
  const visit = (node: ts.Node): void => {
    const used = propertyIn(node);
    if (used) {
      const declarations = used.symbol?.declarations ?? [];
      const usage = usages.get(used.name) ?? { isOursAlone: true, count: 0 };
      usage.isOursAlone &&= declarations.length > 0 && declarations.every(isOurs);
      usage.count += 1;
      usages.set(used.name, usage);
    }
    for (const name of foreignNamesIn(node)) usages.set(name, { isOursAlone: false, count: 0 });
    node.forEachChild(visit);
  };
  sources.forEach(visit);
  return usages;
}

/** Returns properties of an object of ours that somebody else reads: it is an argument of their function, or spread. */
function foreignNamesIn(node: ts.Node): readonly string[] {
  const isArgument = ts.isExpression(node) && ts.isCallExpression(node.parent) && node.parent.expression !== node;
  const given = ts.isSpreadAssignment(node) ? node.expression : isArgument ? node : undefined;
  const reader = given && (ts.isSpreadAssignment(node) ? node.parent : given);
  const expected = reader && ts.isExpression(reader) ? checker.getContextualType(reader) : undefined;
  if (!given || !expected) return [];
  return checker
    .getTypeAtLocation(given)
    .getProperties()
    .map(({ name }) => checker.getNonNullableType(expected).getProperty(name))
    .filter((property) => property?.declarations?.some((declaration) => !isOurs(declaration)))
    .map((property) => property?.name ?? "");
}

interface UsedProperty {
  readonly name: string;
  readonly symbol: ts.Symbol | undefined;
}

/** Returns the property that the node reads, writes or takes apart. */
function propertyIn(node: ts.Node): UsedProperty | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    return { name: node.name.text, symbol: checker.getSymbolAtLocation(node.name) };
  }
  if (ts.isObjectLiteralElement(node) && ts.isObjectLiteralExpression(node.parent) && node.name) {
    if (!ts.isIdentifier(node.name)) return undefined;
    const name = node.name.text;
    const contextual = checker.getContextualType(node.parent);
    const expected = contextual && checker.getNonNullableType(contextual).getProperty(name);
    return { name, symbol: expected ?? checker.getTypeAtLocation(node.parent).getProperty(name) };
  }
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return undefined;
  const name = node.propertyName ?? node.name;
  if (!ts.isIdentifier(name)) return undefined;
  return { name: name.text, symbol: checker.getTypeAtLocation(node.parent).getProperty(name.text) };
}

/** A type that is written out in place may be a cast, which says what something of the browser looks like. */
function isOurs(declaration: ts.Node): boolean {
  return declaration.getSourceFile().fileName.startsWith(`${root}/src/`) && !ts.isTypeLiteralNode(declaration.parent);
}

/** The published types are without what is marked so. */
function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === "internal");
}

/** Names of properties that are ours alone. Those that are used most come first, and get the letters that compress best. */
export function findInternalNames(): readonly string[] {
  const publicNames = findPublicNames();
  return [...findUsedNames()]
    .filter(([name, { isOursAlone }]) => isOursAlone && !publicNames.has(name))
    .sort(([one, { count }], [other, { count: otherCount }]) => otherCount - count || one.localeCompare(other))
    .map(([name]) => name);
}

/** Those that minifiers give to variables first. */
const LETTERS = "etrnosicpdlaufxvbghjkmqwyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A letter, or two from the 53rd name on. */
function shortName(index: number): string {
  const letter = LETTERS.charAt(index % LETTERS.length);
  return index < LETTERS.length ? letter : shortName(Math.floor(index / LETTERS.length) - 1) + letter;
}

/** Options for esbuild. All files of a build get the same short names, so that they fit together. */
export function shortenNames(): Pick<BuildOptions, "mangleProps" | "mangleCache"> {
  const names = findInternalNames();
  return {
    mangleProps: new RegExp(`^(${names.join("|")})$`),
    mangleCache: Object.fromEntries(names.map((name, index) => [name, shortName(index)])),
  };
}
