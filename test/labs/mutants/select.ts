/** Finds one place in a function by what it calls, reads or writes down, and never by the name of a local variable. */
import ts from "typescript";
import { destructuredName, listScopes } from "./scopes.ts";

/** Tells whether a node of the syntax tree is meant. */
export interface Selector {
  /** For the error, when the selector finds nothing or too much. */
  readonly description: string;
  matches(node: ts.Node): boolean;
}

/** A call of a function or a method of that name, or `new` of a class, with all of `parts` in its arguments. */
export function call(name: string, ...parts: readonly Selector[]): Selector {
  return {
    description: describe(`a call of ${name}`, parts),
    matches: (node) =>
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      nameOf(node.expression) === name &&
      parts.every((part) => part.matches(node) || (node.arguments ?? []).some((argument) => contains(argument, part))),
  };
}

/** A call with so many arguments. */
export function argumentCount(count: number): Selector {
  return {
    description: `${count} arguments`,
    matches: (node) => ts.isCallExpression(node) && node.arguments.length === count,
  };
}

/** A text, a number or a regular expression as it is written in the code, separators apart. */
export function literal(value: string | number | RegExp): Selector {
  return {
    description: `the literal ${String(value)}`,
    matches(node) {
      if (typeof value === "number") return ts.isNumericLiteral(node) && Number(node.text) === value;
      if (typeof value === "string") return ts.isStringLiteralLike(node) && node.text === value;
      return ts.isRegularExpressionLiteral(node) && node.text === String(value);
    },
  };
}

/** A reading of a property: `object.name`, or a variable that `{ name }` took out of an object. */
export function read(name: string): Selector {
  return {
    description: `a reading of ${name}`,
    matches(node) {
      if (ts.isPropertyAccessExpression(node)) return node.name.text === name;
      return ts.isIdentifier(node) && isReference(node) && destructuredName(node) === name;
    },
  };
}

/** A constant of the whole file, or one that it imports. */
export function constant(name: string): Selector {
  return {
    description: `the constant ${name}`,
    matches: (node) => ts.isIdentifier(node) && node.text === name,
  };
}

/** A text with other values in it. */
export function template(...parts: readonly Selector[]): Selector {
  return {
    description: describe("a template", parts),
    matches: (node) => ts.isTemplateExpression(node) && parts.every((part) => contains(node, part)),
  };
}

/** What a `for ... of` goes through. */
export function iterated(): Selector {
  return {
    description: "what a loop goes through",
    matches: (node) => ts.isForOfStatement(node.parent) && node.parent.expression === node,
  };
}

/** A property of an object literal. */
export function property(name: string, ...parts: readonly Selector[]): Selector {
  return {
    description: describe(`a property ${name}`, parts),
    matches: (node) =>
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      node.name.getText() === name &&
      parts.every((part) => contains(node, part)),
  };
}

/** The condition of an `if`, a loop or a `? :`. */
export function condition(...parts: readonly Selector[]): Selector {
  return {
    description: describe("a condition", parts),
    matches: (node) => isCondition(node) && parts.every((part) => contains(node, part)),
  };
}

/** One of the operands that `&&`, `||` or `??` join. */
export function operand(...parts: readonly Selector[]): Selector {
  return {
    description: describe("an operand", parts),
    matches: (node) =>
      isLogical(unwrap(node.parent)) && !isLogical(unwrap(node)) && parts.every((part) => contains(node, part)),
  };
}

/** A comparison by `<`, `===` and the like. */
export function comparison(...parts: readonly Selector[]): Selector {
  return {
    description: describe("a comparison", parts),
    matches: (node) =>
      ts.isBinaryExpression(node) &&
      COMPARING.has(node.operatorToken.kind) &&
      parts.every((part) => contains(node, part)),
  };
}

/** What a `return`, or an arrow without braces, gives back. */
export function returned(...parts: readonly Selector[]): Selector {
  return {
    description: describe("a returned value", parts),
    matches: (node) =>
      ((ts.isReturnStatement(node.parent) && node.parent.expression === node) ||
        (ts.isArrowFunction(node.parent) && node.parent.body === node && !ts.isBlock(node))) &&
      parts.every((part) => contains(node, part)),
  };
}

/** Returns the only place that is meant. Of nodes inside each other the innermost counts. */
export function selectOne(within: ts.Node, selector: Selector): ts.Node {
  const found = selectAll(within, selector);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} places, and not one, are ${selector.description}`);
  return first;
}

/** Returns what the innermost scope around a place has of it. */
export function selectNear(place: ts.Node, selector: Selector): ts.Node {
  const scope = listScopes(place).find((around) => ts.isSourceFile(around) || selectAll(around, selector).length > 0);
  return selectOne(scope ?? place, selector);
}

function selectAll(within: ts.Node, selector: Selector): readonly ts.Node[] {
  const inside: ts.Node[] = [];
  within.forEachChild((child) => void inside.push(...selectAll(child, selector)));
  if (inside.length > 0 || !selector.matches(within)) return inside;
  return [within];
}

function contains(node: ts.Node, selector: Selector): boolean {
  return selector.matches(node) || (node.forEachChild((child) => contains(child, selector) || undefined) ?? false);
}

function nameOf(callee: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? (destructuredName(callee) ?? callee.text) : undefined;
}

function isReference(name: ts.Identifier): boolean {
  const { parent } = name;
  const isProperty = ts.isPropertyAccessExpression(parent) && parent.name === name;
  return !ts.isBindingElement(parent) && !isProperty && !ts.isParameter(parent);
}

function isCondition(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  return (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) && parent.condition === node;
}

const COMPARING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

function isLogical(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(
      node.operatorToken.kind,
    )
  );
}

function unwrap(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) ? unwrap(node.expression) : node;
}

function describe(what: string, parts: readonly Selector[]): string {
  return parts.length === 0 ? what : `${what} with ${parts.map(({ description }) => description).join(" and ")}`;
}
