/** A fault on purpose: what goes wrong, where, and the tests that have to notice. */
import ts from "typescript";
import type { Change, TextEdit } from "./change.ts";

export interface Mutant {
  /** What goes wrong. */
  readonly intent: string;
  /** The file. */
  readonly in: string;
  /** The exported function, or a method inside of it: `createOutbox > append`. */
  readonly function: string;
  readonly change: Change;
  /** Files of tests, from the quickest to the slowest. The first that fails has caught it. */
  readonly tests: readonly string[];
}

/** Returns the source with the fault in it. @throws Error when the place of the fault is not found exactly once. */
export function applyMutant(source: string, { intent, in: file, function: path, change }: Mutant): string {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  try {
    const mutated = applyEdit(source, change(findFunction(tree, path)));
    assertSyntax(mutated);
    return mutated;
  } catch (error) {
    throw new Error(`"${intent}" does not fit ${file}, ${path}: ${(error as Error).message}`, { cause: error });
  }
}

export function applyEdit(source: string, { start, end, text }: TextEdit): string {
  return source.slice(0, start) + text + source.slice(end);
}

function findFunction(tree: ts.Node, path: string): ts.Node {
  return path.split(" > ").reduce((within, name) => {
    const found = listFunctions(within, name);
    const [first] = found;
    if (first === undefined || found.length > 1) throw new Error(`${found.length} functions are called ${name}`);
    return first;
  }, tree);
}

/** Functions of the name, however deep, except those inside one that has the name. */
function listFunctions(within: ts.Node, name: string): readonly ts.Node[] {
  const found: ts.Node[] = [];
  within.forEachChild((child) => {
    const own = functionCalled(child, name);
    if (own) found.push(own);
    else found.push(...listFunctions(child, name));
  });
  return found;
}

function functionCalled(node: ts.Node, name: string): ts.Node | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
    return node.name?.getText() === name ? node : undefined;
  }
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return undefined;
  const { initializer } = node;
  const isFunction = initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
  return isFunction && node.name.getText() === name ? initializer : undefined;
}

/** A mutant that can't be run shows nothing. */
function assertSyntax(source: string): void {
  const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
  const [first] = diagnostics;
  if (first) throw new Error(ts.flattenDiagnosticMessageText(first.messageText, " "));
}
