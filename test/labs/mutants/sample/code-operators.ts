/** The faults in TypeScript that Stryker's operators lack: numbers, single statements, single properties, arguments. Pure. */
import ts from "typescript";
import type { PossibleMutant } from "./possible-mutant.ts";

export function listCodeMutants(file: string, source: string): readonly PossibleMutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const mutants: PossibleMutant[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    for (const fault of listFaults(node)) {
      mutants.push({ file, start: node.getStart(), end: endOf(node, source), ...fault });
    }
    node.forEachChild(visit);
  };
  visit(tree);
  return mutants;
}

interface Fault {
  readonly operator: string;
  readonly text: string;
  readonly end?: number;
}

function listFaults(node: ts.Node): readonly Fault[] {
  if (ts.isNumericLiteral(node)) return [{ operator: "Number", text: changeNumber(Number(node.text)), end: node.end }];
  if (ts.isExpressionStatement(node) && node.parent.kind !== ts.SyntaxKind.SourceFile) {
    return [{ operator: "StatementRemoval", text: ";", end: node.end }];
  }
  if (isLeaving(node)) return [{ operator: "EarlyExitRemoval", text: ";", end: node.end }];
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node) || ts.isSpreadAssignment(node)) {
    const isPattern = ts.isBinaryExpression(node.parent.parent) && node.parent.parent.left === node.parent;
    return isPattern ? [] : [{ operator: "PropertyRemoval", text: "" }];
  }
  if (ts.isCallExpression(node)) return swapArguments(node);
  return [];
}

/** `if (...) return;` and the like: a guard that would no longer stop anything. */
function isLeaving(node: ts.Node): boolean {
  return (
    (ts.isIfStatement(node) && node.elseStatement === undefined) ||
    ts.isContinueStatement(node) ||
    ts.isBreakStatement(node) ||
    ts.isThrowStatement(node)
  );
}

/** Small numbers stand for a boundary, large ones for a size. */
function changeNumber(value: number): string {
  return String(Number.isInteger(value) && value < 100 ? value + 1 : value * 2);
}

function swapArguments(node: ts.CallExpression): readonly Fault[] {
  const [first, second, ...others] = node.arguments;
  if (!first || !second || first.getText() === second.getText()) return [];
  if ([first, second].some((argument) => ts.isArrowFunction(argument) || ts.isSpreadElement(argument))) return [];
  const list = [second, first, ...others].map((argument) => argument.getText()).join(", ");
  return [{ operator: "ArgumentSwap", text: `${node.expression.getText()}(${list})`, end: node.end }];
}

/** A property goes with the comma behind it. */
function endOf(node: ts.Node, source: string): number {
  const [behind = ""] = /^\s*,?/.exec(source.slice(node.end)) ?? [];
  return behind.endsWith(",") ? node.end + behind.length : node.end;
}
